package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The run of the sweep is being ended, as the command asked; it has an outcome of its own.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param sweepId see {@link SweepId}
 * @param runId the id of the command that began this run
 * @param reason for people
 */
public record SweepCancelled(
        Envelope envelope, String commandId, String commandType, SweepId sweepId, String runId, String reason)
        implements Outcome {
    static SweepCancelled read(JsonObject detail) {
        return new SweepCancelled(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "sweepId", SweepId::new),
                Fields.checked(detail, "runId", Ids::checked),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("sweepId", sweepId.value())
                .put("runId", runId)
                .put("reason", reason)
                .build();
    }
}
