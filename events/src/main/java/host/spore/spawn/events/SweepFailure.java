package host.spore.spawn.events;

/** Why a run of a sweep failed. */
public enum SweepFailure {
    /** Some rows failed, and all have run. */
    ROWS_FAILED("rows-failed"),
    /** A row failed, and the sweep was to begin none after that. */
    STOPPED("stopped"),
    /** A CancelSweep command. */
    CANCELLED("cancelled"),
    /** Something of ours, or of AWS; the reason says what. */
    ERROR("error");

    private final String wire;

    SweepFailure(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static SweepFailure parse(String text) {
        for (SweepFailure value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of rows-failed, stopped, cancelled, error");
    }
}
