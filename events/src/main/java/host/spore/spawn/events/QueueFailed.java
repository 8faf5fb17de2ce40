package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The run of the queue ended otherwise; spawn queue resume goes on from there.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param cause see {@link QueueFailure}
 * @param reason for people
 * @param done jobs that ended well
 * @param failed jobs that failed
 * @param skipped jobs that were not run, because of others
 * @param cancelled jobs that were killed or not begun, because the run ended first
 * @param summary where the summary of the run is; absent where none could be written
 */
public record QueueFailed(
        Envelope envelope,
        String commandId,
        String commandType,
        QueueId queueId,
        String runId,
        QueueFailure cause,
        String reason,
        int done,
        int failed,
        int skipped,
        int cancelled,
        @Nullable String summary)
        implements Outcome {
    public QueueFailed {
        Fields.atLeast("done", done, 0);
        Fields.atLeast("failed", failed, 0);
        Fields.atLeast("skipped", skipped, 0);
        Fields.atLeast("cancelled", cancelled, 0);
    }

    static QueueFailed read(JsonObject detail) {
        return new QueueFailed(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.checked(detail, "cause", QueueFailure::parse),
                detail.string("reason"),
                Fields.integer(detail, "done"),
                Fields.integer(detail, "failed"),
                Fields.integer(detail, "skipped"),
                Fields.integer(detail, "cancelled"),
                Fields.optionalString(detail, "summary"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("queueId", queueId.value())
                .put("runId", runId)
                .put("cause", cause.wire())
                .put("reason", reason)
                .put("done", done)
                .put("failed", failed)
                .put("skipped", skipped)
                .put("cancelled", cancelled)
                .put("summary", summary)
                .build();
    }
}
