package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launch was accepted and no instance of it is left, unless it was asked to keep it.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param name as given
 * @param arrayId of the array that it was launched with; its launch tells of all of them
 * @param instanceId when one was started, and ended again or kept
 * @param keptUntil its deadline, where it was kept
 * @param reason what failed and what to do
 * @param attempts in order
 * @param remarks for people: which candidate was tried later than was asked for, or left out, and why
 */
public record LaunchFailed(
        Envelope envelope,
        String commandId,
        String commandType,
        String name,
        @Nullable ArrayId arrayId,
        @Nullable InstanceId instanceId,
        @Nullable Instant keptUntil,
        String reason,
        List<Attempt> attempts,
        List<String> remarks)
        implements Outcome {
    public LaunchFailed {
        attempts = List.copyOf(attempts);
        remarks = List.copyOf(remarks);
    }

    static LaunchFailed read(JsonObject detail) {
        return new LaunchFailed(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                detail.string("name"),
                Fields.optional(detail, "arrayId", ArrayId::new),
                Fields.optional(detail, "instanceId", InstanceId::new),
                Fields.optionalInstant(detail, "keptUntil"),
                detail.string("reason"),
                Attempt.readAll(detail, "attempts"),
                Fields.texts(detail, "remarks"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("name", name)
                .put("arrayId", Fields.text(arrayId))
                .put("instanceId", Fields.text(instanceId))
                .put("keptUntil", Fields.text(keptUntil))
                .put("reason", reason)
                .put("attempts", Attempt.writeAll(attempts))
                .put("remarks", Fields.arrayOf(remarks))
                .build();
    }
}
