package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Progress of a sweep: it was checked, and its rows begin.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param sweepId see {@link SweepId}
 * @param runId the id of the command that began this run
 * @param rows how many it has
 * @param maxConcurrent how many of its instances may live at a time
 */
public record SweepStarted(
        Envelope envelope, String commandId, SweepId sweepId, String runId, int rows, int maxConcurrent)
        implements Event {
    public SweepStarted {
        Fields.atLeast("rows", rows, 0);
        Fields.atLeast("maxConcurrent", maxConcurrent, 1);
    }

    static SweepStarted read(JsonObject detail) {
        return new SweepStarted(
                Envelope.read(detail),
                detail.string("commandId"),
                Fields.checked(detail, "sweepId", SweepId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.integer(detail, "rows"),
                Fields.integer(detail, "maxConcurrent"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("sweepId", sweepId.value())
                .put("runId", runId)
                .put("rows", rows)
                .put("maxConcurrent", maxConcurrent)
                .build();
    }
}
