package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The work on the instance is done, by its own word: a completion file, or {@code spored complete}.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param status how it ended
 * @param message the user's own, at most {@value #MAX_MESSAGE} characters
 * @param action that the launch asked for
 */
public record InstanceFinished(
        Envelope envelope,
        InstanceId instanceId,
        CompletionStatus status,
        @Nullable String message,
        CompletionAction action)
        implements AgentEvent {
    public static final int MAX_MESSAGE = 1000;

    public InstanceFinished {
        if (message != null) {
            Fields.atMost("message", message, MAX_MESSAGE);
        }
    }

    static InstanceFinished read(JsonObject detail) {
        return new InstanceFinished(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "status", CompletionStatus::parse),
                Fields.optionalString(detail, "message"),
                Fields.checked(detail, "action", CompletionAction::parse));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("status", status.wire())
                .put("message", message)
                .put("action", action.wire())
                .build();
    }
}
