package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * The agent powers the instance off now.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param deadline UTC
 */
public record DeadlineReached(Envelope envelope, InstanceId instanceId, Instant deadline) implements AgentEvent {
    static DeadlineReached read(JsonObject detail) {
        return new DeadlineReached(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.instant(detail, "deadline"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("deadline", Instants.format(deadline))
                .build();
    }
}
