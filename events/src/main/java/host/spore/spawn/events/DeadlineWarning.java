package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * Sessions on the instance were told that it ends soon.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param deadline UTC
 * @param secondsLeft until the deadline, when the warning was given
 */
public record DeadlineWarning(Envelope envelope, InstanceId instanceId, Instant deadline, long secondsLeft)
        implements AgentEvent {
    static DeadlineWarning read(JsonObject detail) {
        return new DeadlineWarning(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.instant(detail, "deadline"),
                detail.integer("secondsLeft"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("deadline", Instants.format(deadline))
                .put("secondsLeft", secondsLeft)
                .build();
    }
}
