package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * EC2 thinks that the spot capacity may soon be taken back: advice, on which nothing ends.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param noticedAt by EC2, UTC
 */
public record RebalanceRecommended(Envelope envelope, InstanceId instanceId, Instant noticedAt) implements AgentEvent {
    static RebalanceRecommended read(JsonObject detail) {
        return new RebalanceRecommended(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.instant(detail, "noticedAt"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("noticedAt", Instants.format(noticedAt))
                .build();
    }
}
