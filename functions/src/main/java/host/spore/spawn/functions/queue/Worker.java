package host.spore.spawn.functions.queue;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance that runs a queue's jobs, from before its launch until after its end.
 *
 * @param post see {@link Post}
 * @param commandId of its LaunchInstance
 * @param onDemand whatever the queue's file says: its run has lost spot instances before
 * @param asked whether that command has been published
 * @param status see {@link WorkerStatus}
 * @param instanceId empty until the launch is ready
 * @param end how it ended; empty while it has not
 * @param reason why it is not live
 * @param endedAt when
 */
record Worker(
        Post post,
        String commandId,
        boolean onDemand,
        boolean asked,
        WorkerStatus status,
        Optional<InstanceId> instanceId,
        Optional<WorkerEnd> end,
        Optional<String> reason,
        Optional<Instant> endedAt) {
    /** One that is about to be launched. */
    static Worker begun(String runId, Post post, boolean onDemand) {
        return new Worker(
                post,
                post.commandId(runId),
                onDemand,
                false,
                WorkerStatus.LAUNCHING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean hasEnded() {
        return status == WorkerStatus.ENDED;
    }
}
