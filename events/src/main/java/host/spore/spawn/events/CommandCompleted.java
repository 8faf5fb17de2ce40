package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command about many instances was carried out on each of them.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param owner whose instances; exactly one of this
 * @param array of which array
 * @param sweep and of which sweep
 * @param done how many
 * @param results in the order in which they were found, at most {@value #MOST_RESULTS}
 */
public record CommandCompleted(
        Envelope envelope,
        String commandId,
        String commandType,
        @Nullable String owner,
        @Nullable String array,
        @Nullable String sweep,
        int done,
        List<InstanceResult> results)
        implements Outcome {
    /** An event ends at 256 KB: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
    public static final int MOST_RESULTS = 300;

    public CommandCompleted {
        new Target(null, owner, array, sweep);
        results = List.copyOf(results);
    }

    static CommandCompleted read(JsonObject detail) {
        return new CommandCompleted(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.optionalString(detail, "owner"),
                Fields.optionalString(detail, "array"),
                Fields.optionalString(detail, "sweep"),
                Fields.integer(detail, "done"),
                InstanceResult.readAll(detail, "results"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("owner", owner)
                .put("array", array)
                .put("sweep", sweep)
                .put("done", done)
                .put("results", InstanceResult.writeAll(results))
                .build();
    }
}
