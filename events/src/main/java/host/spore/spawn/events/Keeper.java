package host.spore.spawn.events;

/** Who held the deadline: DESIGN, four keepers. */
public enum Keeper {
    /** spored powered the instance off. */
    AGENT("agent"),
    /** The timer on the instance did, because spored had not. */
    DEAD_MAN("dead-man"),
    /** The lifecycle execution terminated it. */
    LIFECYCLE("lifecycle"),
    /** The scheduled reaper terminated it. */
    REAPER("reaper"),
    /** It was gone at its deadline, and nobody said to have done it. */
    UNKNOWN("unknown");

    private final String wire;

    Keeper(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static Keeper parse(String text) {
        for (Keeper value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of agent, dead-man, lifecycle, reaper, unknown");
    }
}
