package host.spore.spawn.events;

/** Why an instance ended before its deadline. */
public enum EndCause {
    /** A TerminateInstance command. */
    COMMAND("command"),
    /** Its launch failed after EC2 had started it. */
    LAUNCH("launch"),
    /** Nothing happened on it for as long as its launch allowed. */
    IDLE("idle"),
    /** Its work was done. */
    FINISHED("finished"),
    /** It had cost as much as its launch allowed. */
    COST("cost"),
    /** EC2 took the spot capacity back. */
    SPOT("spot"),
    /** Somebody powered it off, or terminated it past spawn. */
    USER("user"),
    /** Nobody said. */
    UNKNOWN("unknown");

    private final String wire;

    EndCause(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static EndCause parse(String text) {
        for (EndCause value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal(
                "\"" + Printable.of(text) + "\": one of command, launch, idle, finished, cost, spot, user, unknown");
    }
}
