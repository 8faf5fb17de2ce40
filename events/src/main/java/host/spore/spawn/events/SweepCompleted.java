package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Every row of the sweep ended well.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param sweepId see {@link SweepId}
 * @param runId the id of the command that began this run
 * @param rows how many it has
 * @param seconds that it took
 * @param summary where the summary of the run is, for example {@code s3://spawn-results-…/sweeps/…/summary.json}
 */
public record SweepCompleted(
        Envelope envelope,
        String commandId,
        String commandType,
        SweepId sweepId,
        String runId,
        int rows,
        int seconds,
        String summary)
        implements Outcome {
    public SweepCompleted {
        Fields.atLeast("rows", rows, 0);
        Fields.atLeast("seconds", seconds, 0);
    }

    static SweepCompleted read(JsonObject detail) {
        return new SweepCompleted(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "sweepId", SweepId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.integer(detail, "rows"),
                Fields.integer(detail, "seconds"),
                detail.string("summary"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("sweepId", sweepId.value())
                .put("runId", runId)
                .put("rows", rows)
                .put("seconds", seconds)
                .put("summary", summary)
                .build();
    }
}
