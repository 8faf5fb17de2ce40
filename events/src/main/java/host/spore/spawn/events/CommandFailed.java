package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The command was accepted and could not be carried out.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId where one was found
 * @param reason what failed and what to do
 */
public record CommandFailed(
        Envelope envelope,
        String commandId,
        String commandType,
        @Nullable InstanceId instanceId,
        String reason) implements Outcome {
    static CommandFailed read(JsonObject detail) {
        return new CommandFailed(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.optional(detail, "instanceId", InstanceId::new),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", Fields.text(instanceId))
                .put("reason", reason)
                .build();
    }
}
