package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command was accepted and could not be carried out.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId where one was found
 * @param reason what failed and what to do
 * @param results of each instance, where the command was about many
 */
public record CommandFailed(
        Envelope envelope,
        String commandId,
        String commandType,
        @Nullable InstanceId instanceId,
        String reason,
        List<InstanceResult> results)
        implements Outcome {
    public CommandFailed {
        results = List.copyOf(results);
    }

    static CommandFailed read(JsonObject detail) {
        return new CommandFailed(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.optional(detail, "instanceId", InstanceId::new),
                detail.string("reason"),
                InstanceResult.readAll(detail, "results"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", Fields.text(instanceId))
                .put("reason", reason)
                .put("results", results.isEmpty() ? null : InstanceResult.writeAll(results))
                .build();
    }
}
