package host.spore.spawn.functions.widgets;

import java.time.Instant;
import java.util.Optional;

/**
 * A run of a queue, as its item says.
 *
 * @param runId the command that began it
 * @param queueId of its queue
 * @param owner of its workers
 * @param jobs how many
 * @param status {@code starting}, {@code running}, {@code finishing}, {@code completed} or {@code failed}
 * @param reason why it ended as it did, or why nobody runs its jobs
 * @param startedAt when it was prepared
 * @param endedAt when it ended
 */
record QueueRun(
        String runId,
        String queueId,
        String owner,
        int jobs,
        String status,
        Optional<String> reason,
        Instant startedAt,
        Optional<Instant> endedAt) {
    boolean isOver() {
        return status.equals("completed") || status.equals("failed");
    }
}
