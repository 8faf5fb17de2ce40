package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * Nothing has happened on the instance for the whole window. The control plane acts, or the agent says it again.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param since when it was last active, UTC
 * @param windowSeconds how long it must be idle to be idle
 * @param action that the launch asked for
 * @param attempt 1, and one more each time it is said again of the same idleness
 */
public record InstanceIdle(
        Envelope envelope, InstanceId instanceId, Instant since, int windowSeconds, PowerAction action, int attempt)
        implements AgentEvent {
    public InstanceIdle {
        Fields.atLeast("windowSeconds", windowSeconds, 1);
        Fields.atLeast("attempt", attempt, 1);
    }

    static InstanceIdle read(JsonObject detail) {
        return new InstanceIdle(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.instant(detail, "since"),
                Fields.integer(detail, "windowSeconds"),
                Fields.checked(detail, "action", PowerAction::parse),
                Fields.integer(detail, "attempt"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("since", Instants.format(since))
                .put("windowSeconds", windowSeconds)
                .put("action", action.wire())
                .put("attempt", attempt)
                .build();
    }
}
