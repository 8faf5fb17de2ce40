package host.spore.spawn.functions.queue;

import host.spore.spawn.events.SpawnDuration;
import java.time.Instant;

/**
 * What a run's workers are to be; fixed when the first ones are launched, and what their successors are launched by.
 *
 * @param queueId of the queue
 * @param runId of the run
 * @param correlationId of whatever the run's command was caused by
 * @param owner of the instances
 * @param activity ARN of what hands the jobs out
 * @param instanceType one or several, as in the queue's file
 * @param count how many at a time
 * @param slots jobs at a time on each
 * @param spot whether the file asks for spot instances
 * @param ttl of each
 * @param until when the run's time is over: nobody is launched from then on
 * @param expiresAt of the run's items
 */
record Staff(
        String queueId,
        String runId,
        String correlationId,
        String owner,
        String activity,
        String instanceType,
        int count,
        int slots,
        boolean spot,
        SpawnDuration ttl,
        Instant until,
        Instant expiresAt) {}
