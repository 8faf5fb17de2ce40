package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * EC2 says that the instance is stopped, and that it hibernated, as the command asked.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param reason the command's, if it had one
 */
public record InstanceHibernated(
        Envelope envelope,
        String commandId,
        String commandType,
        InstanceId instanceId,
        Name name,
        @Nullable String reason)
        implements Outcome {
    static InstanceHibernated read(JsonObject detail) {
        return new InstanceHibernated(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.optionalString(detail, "reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("reason", reason)
                .build();
    }
}
