package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The run of the queue is ended, as the command asked; it has an outcome of its own.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param reason for people
 */
public record QueueCancelled(
        Envelope envelope, String commandId, String commandType, QueueId queueId, String runId, String reason)
        implements Outcome {
    static QueueCancelled read(JsonObject detail) {
        return new QueueCancelled(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("queueId", queueId.value())
                .put("runId", runId)
                .put("reason", reason)
                .build();
    }
}
