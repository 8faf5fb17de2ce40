package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A try of a job has ended, and what it left is stored.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId the worker
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param jobId see {@link JobId}
 * @param index of the element, from 0; absent where the job is no array
 * @param attempt from 1; tries elsewhere after a lost worker count
 * @param status see {@link JobStatus}
 * @param exitCode as the system tells it; absent when nothing ran to its end
 * @param seconds that it took
 * @param reason for people
 * @param results where its logs and results are; absent when none are
 */
public record JobEnded(
        Envelope envelope,
        InstanceId instanceId,
        QueueId queueId,
        String runId,
        JobId jobId,
        @Nullable Integer index,
        int attempt,
        JobStatus status,
        @Nullable Integer exitCode,
        int seconds,
        String reason,
        @Nullable String results)
        implements JobEvent {
    public JobEnded {
        JobEvent.check(index, attempt);
        Fields.atLeast("seconds", seconds, 0);
    }

    static JobEnded read(JsonObject detail) {
        return new JobEnded(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.checked(detail, "jobId", JobId::new),
                Fields.optionalInteger(detail, "index"),
                Fields.integer(detail, "attempt"),
                Fields.checked(detail, "status", JobStatus::parse),
                Fields.optionalInteger(detail, "exitCode"),
                Fields.integer(detail, "seconds"),
                detail.string("reason"),
                Fields.optionalString(detail, "results"));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = writeTry()
                .put("status", status.wire())
                .put("seconds", seconds)
                .put("reason", reason)
                .put("results", results);
        if (exitCode != null) {
            into.put("exitCode", exitCode.longValue());
        }
        return into.build();
    }
}
