package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Stops an instance whose launch enabled it (see {@link Machine#hibernation}) with its memory kept on the root
 * volume: a later start goes on where it was. Its deadline goes on.
 *
 * @param envelope see {@link Envelope}
 * @param target see {@link Target}
 * @param reason for people, where there is more to say than that it was asked for
 */
public record HibernateInstance(
        Envelope envelope, Target target, @Nullable String reason) implements InstanceCommand {
    public HibernateInstance {
        if (reason != null) {
            Fields.checkedReason(reason);
        }
    }

    /** As a user says it. */
    public HibernateInstance(Envelope envelope, Target target) {
        this(envelope, target, null);
    }

    static HibernateInstance read(JsonObject detail) {
        return new HibernateInstance(
                Envelope.read(detail), Target.read(detail), Fields.optional(detail, "reason", Fields::checkedReason));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write();
        target.write(into);
        return into.put("reason", reason).build();
    }
}
