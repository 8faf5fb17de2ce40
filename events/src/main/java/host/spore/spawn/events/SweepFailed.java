package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The run of the sweep ended otherwise; spawn sweep resume runs what is not done.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param sweepId see {@link SweepId}
 * @param runId the id of the command that began this run
 * @param cause see {@link SweepFailure}
 * @param reason for people
 * @param done rows that ended well
 * @param failed rows that failed
 * @param skipped rows that were not begun, because another one had failed
 * @param cancelled rows that were ended or not begun, because the run was cancelled or broke off
 * @param summary where the summary of the run is, for example {@code s3://spawn-results-…/sweeps/…/summary.json}; absent where none could be written
 */
public record SweepFailed(
        Envelope envelope,
        String commandId,
        String commandType,
        SweepId sweepId,
        String runId,
        SweepFailure cause,
        String reason,
        int done,
        int failed,
        int skipped,
        int cancelled,
        @Nullable String summary)
        implements Outcome {
    public SweepFailed {
        Fields.atLeast("done", done, 0);
        Fields.atLeast("failed", failed, 0);
        Fields.atLeast("skipped", skipped, 0);
        Fields.atLeast("cancelled", cancelled, 0);
    }

    static SweepFailed read(JsonObject detail) {
        return new SweepFailed(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "sweepId", SweepId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.checked(detail, "cause", SweepFailure::parse),
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
                .put("sweepId", sweepId.value())
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
