package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * EC2 has told the instance that it takes the spot capacity back.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param action that EC2 takes
 * @param interruptionAt when it does, UTC
 */
public record SpotInterrupted(Envelope envelope, InstanceId instanceId, PowerAction action, Instant interruptionAt)
        implements AgentEvent {
    static SpotInterrupted read(JsonObject detail) {
        return new SpotInterrupted(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "action", PowerAction::parse),
                Fields.instant(detail, "interruptionAt"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("action", action.wire())
                .put("interruptionAt", Instants.format(interruptionAt))
                .build();
    }
}
