package host.spore.spawn.functions.queue;

import java.util.Optional;

/** Who runs a queue: one run at a time. */
interface Claims {
    /** Reads consistently. */
    Optional<QueueClaim> read(String queueId);

    /**
     * Replaces what was read.
     *
     * @param read empty: there was none
     * @return false when it is no longer that which stands there
     */
    boolean take(String queueId, Optional<QueueClaim> read, QueueClaim now);

    /** Gives it back, if this run holds it; the run is the queue's last one then. Twice changes nothing. */
    void free(String queueId, String runId);
}
