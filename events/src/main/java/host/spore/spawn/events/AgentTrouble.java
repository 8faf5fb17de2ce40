package host.spore.spawn.events;

/** What an agent has trouble with. */
public enum AgentTrouble {
    /** Its clock and AWS's differ by more than a minute. */
    CLOCK_SKEW("clock-skew"),
    /** Something that idleness is judged by cannot be read: it counts as active. */
    SENSOR("sensor"),
    /** Its state cannot be kept. */
    DISK("disk"),
    /** The bus does not take its word. */
    PUBLISH("publish"),
    /** The pre-stop hook failed, or was cut. */
    HOOK("hook"),
    /** The results could not be stored. */
    RESULTS("results"),
    /** A secret of the workload's could not be had, so that it was not started. */
    SECRETS("secrets");

    private final String wire;

    AgentTrouble(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static AgentTrouble parse(String text) {
        for (AgentTrouble value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal(
                "\"" + Printable.of(text) + "\": one of clock-skew, sensor, disk, publish, hook, results, secrets");
    }
}
