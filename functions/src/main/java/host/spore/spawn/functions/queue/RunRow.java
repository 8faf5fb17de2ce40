package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * The item of a run.
 *
 * @param runId the command that began it
 * @param queueId of its queue
 * @param commandType submitted or resumed
 * @param correlationId see the envelope
 * @param owner of its workers
 * @param hash that names its machines
 * @param jobs how many
 * @param status see {@link RunStatus}
 * @param reason why it ended as it did
 * @param startedAt when it was prepared
 * @param endedAt when it ended
 * @param cancel empty: nobody has asked for its end
 * @param noWorkers why there is nobody to run its jobs
 * @param outlived whether its graph still ran when its flow was over
 */
record RunRow(
        String runId,
        String queueId,
        String commandType,
        String correlationId,
        String owner,
        String hash,
        int jobs,
        RunStatus status,
        Optional<String> reason,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<CancelMark> cancel,
        Optional<String> noWorkers,
        boolean outlived) {}
