package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Runs a queue again whose last run did not complete, without the jobs that are done.
 *
 * @param envelope see {@link Envelope}
 * @param queueId see {@link QueueId}
 * @param owner of this run, whose alerts ask for it; what it launches keeps the first one's
 */
public record ResumeQueue(
        Envelope envelope, QueueId queueId, @Nullable String owner) implements QueueCommand {
    public ResumeQueue {
        if (owner != null) {
            LaunchInstance.checkedOwner(owner);
        }
    }

    static ResumeQueue read(JsonObject detail) {
        return new ResumeQueue(
                Envelope.read(detail),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.optional(detail, "owner", LaunchInstance::checkedOwner));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("queueId", queueId.value())
                .put("owner", owner)
                .build();
    }
}
