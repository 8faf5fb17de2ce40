package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.Printable;

/** In the order in which an instance passes through them; from stopped it may go back to pending. */
public enum InstanceState {
    PENDING("pending"),
    RUNNING("running"),
    STOPPING("stopping"),
    STOPPED("stopped"),
    SHUTTING_DOWN("shutting-down"),
    TERMINATED("terminated");

    private final String wire;

    InstanceState(String wire) {
        this.wire = wire;
    }

    /** As EC2 and our table write it. */
    public String wire() {
        return wire;
    }

    /** On its way out or gone: no way leads back. */
    public boolean isEnding() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

    public static InstanceState parse(String text) {
        for (InstanceState state : values()) {
            if (state.wire.equals(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException("\"" + Printable.of(text) + "\": no state of an instance");
    }
}
