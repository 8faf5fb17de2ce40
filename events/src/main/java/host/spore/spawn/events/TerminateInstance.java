package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Ends an instance now.
 *
 * @param envelope see {@link Envelope}
 * @param target see {@link Target}
 * @param cause that the instance's end tells: {@link EndCause#IDLE} or {@link EndCause#FINISHED}; a command's own when
 *     absent
 * @param reason for people, where there is more to say than that it was asked for
 */
public record TerminateInstance(
        Envelope envelope,
        Target target,
        @Nullable EndCause cause,
        @Nullable String reason) implements InstanceCommand {
    public TerminateInstance {
        if (cause != null) {
            checkedCause(cause.wire());
        }
        if (reason != null) {
            Fields.checkedReason(reason);
        }
    }

    /** The other causes are seen, not asked for. */
    private static EndCause checkedCause(String text) {
        if (!text.equals("idle") && !text.equals("finished")) {
            throw new Refusal("\"" + Printable.of(text) + "\": idle or finished");
        }
        return EndCause.parse(text);
    }

    /** As a user says it. */
    public TerminateInstance(Envelope envelope, Target target) {
        this(envelope, target, null, null);
    }

    static TerminateInstance read(JsonObject detail) {
        return new TerminateInstance(
                Envelope.read(detail),
                Target.read(detail),
                Fields.optional(detail, "cause", TerminateInstance::checkedCause),
                Fields.optional(detail, "reason", Fields::checkedReason));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write();
        target.write(into);
        return into.put("cause", cause == null ? null : cause.wire())
                .put("reason", reason)
                .build();
    }
}
