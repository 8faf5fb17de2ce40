package host.spore.spawn.queues.file;

/** What becomes of the other jobs once one has failed for good. */
public enum OnFailure {
    /** Everything else is cancelled; only the jobs that run always still run. */
    STOP("stop"),
    /** What does not depend on the failed job still runs. */
    CONTINUE("continue");

    private final String word;

    OnFailure(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
