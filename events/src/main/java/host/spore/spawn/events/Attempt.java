package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to get an instance.
 *
 * @param instanceType asked for
 * @param zone asked for; absent when EC2 was free to choose
 * @param market asked for
 * @param result {@code launched}, {@code no_capacity}, {@code throttled}, {@code refused} or {@code unknown}
 * @param reason EC2's own words
 */
public record Attempt(
        String instanceType,
        @Nullable String zone,
        Market market,
        String result,
        @Nullable String reason) {
    static List<Attempt> readAll(JsonObject detail, String key) {
        return detail.objects(key).stream().map(Attempt::read).toList();
    }

    static JsonArray writeAll(List<Attempt> attempts) {
        return new JsonArray(List.copyOf(attempts.stream().map(Attempt::toJson).toList()));
    }

    public static Attempt read(JsonObject from) {
        return new Attempt(
                from.string("instanceType"),
                Fields.optionalString(from, "zone"),
                Fields.checked(from, "market", Market::parse),
                from.string("result"),
                Fields.optionalString(from, "reason"));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("instanceType", instanceType)
                .put("zone", zone)
                .put("market", market.wire())
                .put("result", result)
                .put("reason", reason)
                .build();
    }
}
