package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance costs an hour, as known at its launch. What is unknown is absent: nothing is ever made up for it.
 *
 * @param computePerHour while it runs; absent when unknown
 * @param volumesPerHour of all its volumes, for as long as it exists; absent when unknown
 * @param source where the price is from, or why it is unknown, for people
 * @param at when that was asked
 */
public record Price(@Nullable Usd computePerHour, @Nullable Usd volumesPerHour, String source, Instant at) {
    /** @throws Refusal with the pointer of the wrong field */
    public static Price read(JsonObject from) {
        return new Price(
                Fields.optional(from, "computePerHour", Usd::parse),
                Fields.optional(from, "volumesPerHour", Usd::parse),
                from.string("source"),
                Fields.instant(from, "at"));
    }

    static @Nullable Price readOptional(JsonObject detail) {
        Optional<JsonObject> from = detail.optionalObject("price");
        return from.isPresent() ? read(from.get()) : null;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("computePerHour", Fields.text(computePerHour))
                .put("volumesPerHour", Fields.text(volumesPerHour))
                .put("source", source)
                .put("at", Instants.format(at))
                .build();
    }

    static @Nullable JsonObject write(@Nullable Price price) {
        return price == null ? null : price.toJson();
    }
}
