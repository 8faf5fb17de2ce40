package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Runs a queue again whose last run did not complete, without the jobs that are done.
 *
 * @param envelope see {@link Envelope}
 * @param queueId see {@link QueueId}
 */
public record ResumeQueue(Envelope envelope, QueueId queueId) implements QueueCommand {
    static ResumeQueue read(JsonObject detail) {
        return new ResumeQueue(Envelope.read(detail), Fields.checked(detail, "queueId", QueueId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("queueId", queueId.value()).build();
    }
}
