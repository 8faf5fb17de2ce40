package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance has cost so far, by the price at its launch.
 *
 * @param compute for the time that it ran
 * @param volumes for the time that it existed, stopped or not
 */
public record Cost(Usd compute, Usd volumes) {
    public Usd sum() {
        return compute.plus(volumes);
    }

    static Cost read(JsonObject from) {
        return new Cost(Fields.checked(from, "compute", Usd::parse), Fields.checked(from, "volumes", Usd::parse));
    }

    static @Nullable Cost readOptional(JsonObject detail) {
        Optional<JsonObject> from = detail.optionalObject("cost");
        return from.isPresent() ? read(from.get()) : null;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("compute", compute.toString())
                .put("volumes", volumes.toString())
                .build();
    }

    static @Nullable JsonObject write(@Nullable Cost cost) {
        return cost == null ? null : cost.toJson();
    }
}
