package host.spore.spawn.events;

/** Why a run of a queue failed. */
public enum QueueFailure {
    /** Some jobs failed, and everything that did not depend on them has run. */
    JOBS_FAILED("jobs-failed"),
    /** A job failed, and the queue was to stop at the first one. */
    STOPPED("stopped"),
    /** A CancelQueue command. */
    CANCELLED("cancelled"),
    /** The time of the queue as a whole was up. */
    TIMED_OUT("timed-out"),
    /** No instance could be had to run its jobs, or all that were had are gone. */
    NO_WORKERS("no-workers"),
    /** Something of ours, or of AWS; the reason says what. */
    ERROR("error");

    private final String wire;

    QueueFailure(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static QueueFailure parse(String text) {
        for (QueueFailure value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal(
                "\"" + Printable.of(text) + "\": one of jobs-failed, stopped, cancelled, timed-out, no-workers, error");
    }
}
