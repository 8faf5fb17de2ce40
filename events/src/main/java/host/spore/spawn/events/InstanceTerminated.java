package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * EC2 says that the instance is terminated, as the command asked.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 */
public record InstanceTerminated(
        Envelope envelope, String commandId, String commandType, InstanceId instanceId, Name name) implements Outcome {
    static InstanceTerminated read(JsonObject detail) {
        return new InstanceTerminated(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .build();
    }
}
