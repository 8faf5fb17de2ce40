package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Ends the run of a queue that is going on; jobs that run are killed.
 *
 * @param envelope see {@link Envelope}
 * @param queueId see {@link QueueId}
 */
public record CancelQueue(Envelope envelope, QueueId queueId) implements QueueCommand {
    static CancelQueue read(JsonObject detail) {
        return new CancelQueue(Envelope.read(detail), Fields.checked(detail, "queueId", QueueId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("queueId", queueId.value()).build();
    }
}
