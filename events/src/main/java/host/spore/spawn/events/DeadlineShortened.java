package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * The new, earlier deadline is in the table and in the tag.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param previous the deadline before
 * @param deadline the deadline now
 */
public record DeadlineShortened(
        Envelope envelope,
        String commandId,
        String commandType,
        InstanceId instanceId,
        Name name,
        Instant previous,
        Instant deadline)
        implements Outcome {
    static DeadlineShortened read(JsonObject detail) {
        return new DeadlineShortened(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.instant(detail, "previous"),
                Fields.instant(detail, "deadline"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("previous", Instants.format(previous))
                .put("deadline", Instants.format(deadline))
                .build();
    }
}
