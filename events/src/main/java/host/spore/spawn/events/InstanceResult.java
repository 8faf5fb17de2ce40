package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a command about many instances ended for one of them.
 *
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}; what stood in the tag
 * @param commandId the command that was made of it for this instance; its own outcome has the same id
 * @param outcome the type of that outcome; {@code none} where there is none yet
 * @param reason why it failed
 */
public record InstanceResult(
        InstanceId instanceId,
        String name,
        String commandId,
        String outcome,
        @Nullable String reason) {
    static List<InstanceResult> readAll(JsonObject detail, String key) {
        return detail.objects(key).stream().map(InstanceResult::read).toList();
    }

    static JsonArray writeAll(List<InstanceResult> results) {
        return new JsonArray(
                List.copyOf(results.stream().map(InstanceResult::toJson).toList()));
    }

    public static InstanceResult read(JsonObject from) {
        return new InstanceResult(
                Fields.checked(from, "instanceId", InstanceId::new),
                from.string("name"),
                from.string("commandId"),
                from.string("outcome"),
                Fields.optionalString(from, "reason"));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("instanceId", instanceId.value())
                .put("name", name)
                .put("commandId", commandId)
                .put("outcome", outcome)
                .put("reason", reason)
                .build();
    }
}
