package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A try of a job has begun.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId the worker
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param jobId see {@link JobId}
 * @param index of the element, from 0; absent where the job is no array
 * @param attempt from 1; tries elsewhere after a lost worker count
 */
public record JobStarted(
        Envelope envelope,
        InstanceId instanceId,
        QueueId queueId,
        String runId,
        JobId jobId,
        @Nullable Integer index,
        int attempt)
        implements JobEvent {
    public JobStarted {
        JobEvent.check(index, attempt);
    }

    static JobStarted read(JsonObject detail) {
        return new JobStarted(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.checked(detail, "jobId", JobId::new),
                Fields.optionalInteger(detail, "index"),
                Fields.integer(detail, "attempt"));
    }

    @Override
    public JsonObject toJson() {
        return writeTry().build();
    }
}
