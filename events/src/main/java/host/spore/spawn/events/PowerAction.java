package host.spore.spawn.events;

/** What becomes of an instance that nobody needs any more. */
public enum PowerAction {
    /** Its volumes stay, its deadline goes on. */
    STOP("stop"),
    /** As a stop, its memory kept on the root volume. */
    HIBERNATE("hibernate"),
    /** Nothing of it stays. */
    TERMINATE("terminate");

    private final String wire;

    PowerAction(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static PowerAction parse(String text) {
        for (PowerAction value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of stop, hibernate, terminate");
    }
}
