package host.spore.spawn.events;

/** What becomes of the rows that have not begun once one has failed. */
public enum SweepPolicy {
    /** They are skipped; what runs goes on to its end. */
    STOP("stop"),
    /** They run: the rows of a sweep know nothing of each other. */
    CONTINUE("continue");

    private final String wire;

    SweepPolicy(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static SweepPolicy parse(String text) {
        for (SweepPolicy value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": stop or continue");
    }
}
