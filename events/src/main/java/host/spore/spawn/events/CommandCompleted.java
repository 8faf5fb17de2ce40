package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;

/**
 * A command about many instances was carried out on each of them.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param owner whose instances
 * @param done how many
 * @param results in the order in which they were found
 */
public record CommandCompleted(
        Envelope envelope, String commandId, String commandType, String owner, int done, List<InstanceResult> results)
        implements Outcome {
    public CommandCompleted {
        results = List.copyOf(results);
    }

    static CommandCompleted read(JsonObject detail) {
        return new CommandCompleted(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Fields.integer(detail, "done"),
                InstanceResult.readAll(detail, "results"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("owner", owner)
                .put("done", done)
                .put("results", InstanceResult.writeAll(results))
                .build();
    }
}
