package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves an instance's deadline: by a duration from where it stands, or to an instant. To an earlier time only where this
 * is asked for in so many words.
 *
 * @param envelope see {@link Envelope}
 * @param target see {@link Target}
 * @param by exactly one of this
 * @param until and this
 * @param shorten to an earlier time, and to no later one
 */
public record ExtendInstance(
        Envelope envelope,
        Target target,
        @Nullable SpawnDuration by,
        @Nullable Instant until,
        boolean shorten) implements InstanceCommand {
    public ExtendInstance {
        if ((by == null) == (until == null)) {
            throw new Refusal("extend: give by (a duration) or until (an instant), one of them");
        }
    }

    /** To a later time. */
    public ExtendInstance(Envelope envelope, Target target, @Nullable SpawnDuration by, @Nullable Instant until) {
        this(envelope, target, by, until, false);
    }

    static ExtendInstance read(JsonObject detail) {
        return new ExtendInstance(
                Envelope.read(detail),
                Target.read(detail),
                Fields.optional(detail, "by", SpawnDuration::parse),
                Fields.optionalInstant(detail, "until"),
                detail.bool("shorten", false));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write();
        target.write(into);
        return into.put("by", Fields.text(by))
                .put("until", Fields.text(until))
                .put("shorten", shorten)
                .build();
    }
}
