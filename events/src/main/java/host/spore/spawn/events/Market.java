package host.spore.spawn.events;

/** How capacity is paid for. */
public enum Market {
    /** At the list price, until it is ended. */
    ON_DEMAND("on-demand"),
    /** At the spot price; EC2 may take it back with two minutes' notice. */
    SPOT("spot");

    private final String wire;

    Market(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static Market parse(String text) {
        for (Market value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of on-demand, spot");
    }
}
