package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Stops an instance; its deadline goes on.
 *
 * @param envelope see {@link Envelope}
 * @param target see {@link Target}
 * @param reason for people, where there is more to say than that it was asked for
 */
public record StopInstance(
        Envelope envelope, Target target, @Nullable String reason) implements InstanceCommand {
    public StopInstance {
        if (reason != null) {
            Fields.checkedReason(reason);
        }
    }

    /** As a user says it. */
    public StopInstance(Envelope envelope, Target target) {
        this(envelope, target, null);
    }

    static StopInstance read(JsonObject detail) {
        return new StopInstance(
                Envelope.read(detail), Target.read(detail), Fields.optional(detail, "reason", Fields::checkedReason));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write();
        target.write(into);
        return into.put("reason", reason).build();
    }
}
