package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves an instance's deadline: by a duration from where it stands, or to an instant. Never shortens it.
 *
 * @param envelope see {@link Envelope}
 * @param target name or id
 * @param by exactly one of this
 * @param until and this
 */
public record ExtendInstance(
        Envelope envelope,
        Target target,
        @Nullable SpawnDuration by,
        @Nullable Instant until) implements Command {
    public ExtendInstance {
        if ((by == null) == (until == null)) {
            throw new Refusal("extend: give by (a duration) or until (an instant), one of them");
        }
    }

    static ExtendInstance read(JsonObject detail) {
        return new ExtendInstance(
                Envelope.read(detail),
                Fields.checked(detail, "target", Target::new),
                Fields.optional(detail, "by", SpawnDuration::parse),
                Fields.optionalInstant(detail, "until"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("target", target.value())
                .put("by", Fields.text(by))
                .put("until", Fields.text(until))
                .build();
    }
}
