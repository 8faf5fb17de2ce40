package host.spore.spawn.events;

/** How one try of a job ended. */
public enum JobStatus {
    /** With exit code 0, and its results are stored. */
    SUCCEEDED("succeeded"),
    /** With another code, or before it could begin. */
    FAILED("failed"),
    /** Killed after its time-out. */
    TIMED_OUT("timed-out"),
    /** Handed back by a worker that had to go; tried again elsewhere. */
    LOST("lost"),
    /** Killed, since the queue was cancelled or stopped. */
    CANCELLED("cancelled");

    private final String wire;

    JobStatus(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static JobStatus parse(String text) {
        for (JobStatus value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of succeeded, failed, timed-out, lost, cancelled");
    }
}
