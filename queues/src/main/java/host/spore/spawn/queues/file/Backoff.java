package host.spore.spawn.queues.file;

/** How the pauses between the tries of a job grow. */
public enum Backoff {
    FIXED("fixed"),
    EXPONENTIAL("exponential");

    private final String word;

    Backoff(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
