package host.spore.spawn.functions.queue;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;

/** What becomes known of a worker. Whatever the order in which it comes, the worker's item ends the same. */
sealed interface WorkerNews {
    /** Its launch is published. */
    record Asked() implements WorkerNews {}

    /**
     * There was no capacity, and it is tried again.
     *
     * @param round of the launch, from 1
     * @param reason with the time of the next one
     */
    record Delayed(int round, String reason) implements WorkerNews {}

    /** Its agent was heard. */
    record Ready(InstanceId instanceId) implements WorkerNews {}

    /**
     * It is gone, or never came.
     *
     * @param how see {@link WorkerEnd}
     * @param reason for people
     * @param at when
     */
    record Ended(WorkerEnd how, String reason, Instant at) implements WorkerNews {}
}
