package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads value types out of a JSON object; a refusal gains the JSON pointer of its field. */
final class Fields {
    private static final int MAX_REASON = 500;

    private Fields() {}

    static <T> T checked(JsonObject from, String key, Function<String, T> type) {
        String text = from.string(key);
        try {
            return type.apply(text);
        } catch (Refusal refusal) {
            throw new Refusal("/" + key + ": " + refusal.getMessage());
        }
    }

    static <T> @Nullable T optional(JsonObject from, String key, Function<String, T> type) {
        return from.has(key) ? checked(from, key, type) : null;
    }

    static Instant instant(JsonObject from, String key) {
        return checked(from, key, Fields::parseInstant);
    }

    static @Nullable Instant optionalInstant(JsonObject from, String key) {
        return optional(from, key, Fields::parseInstant);
    }

    static @Nullable String optionalString(JsonObject from, String key) {
        return from.optionalString(key).orElse(null);
    }

    /** A number that fits into an {@code int}. */
    static int integer(JsonObject from, String key) {
        long value = from.integer(key);
        if (value != (int) value) {
            throw new Refusal("/" + key + ": " + value + ": out of range");
        }
        return (int) value;
    }

    static @Nullable Integer optionalInteger(JsonObject from, String key) {
        return from.has(key) ? integer(from, key) : null;
    }

    /** An absent array is an empty one. */
    static List<Integer> integers(JsonObject from, String key) {
        List<Integer> numbers = new ArrayList<>();
        for (Json item : from.array(key)) {
            // Read as a field of its own, so that what is wrong is told in the same words as anywhere.
            String place = key + "/" + numbers.size();
            numbers.add(integer(JsonObject.builder().put(place, item).build(), place));
        }
        return List.copyOf(numbers);
    }

    /** An absent array is an empty one. */
    static List<String> texts(JsonObject from, String key) {
        List<String> texts = new ArrayList<>();
        for (Json item : from.array(key)) {
            String place = key + "/" + texts.size();
            texts.add(JsonObject.builder().put(place, item).build().string(place));
        }
        return List.copyOf(texts);
    }

    /** An empty list is an absent array. */
    static @Nullable Json arrayOf(List<String> texts) {
        return texts.isEmpty() ? null : JsonArray.ofStrings(texts);
    }

    /** An empty list is an absent array. */
    static @Nullable Json array(List<Integer> numbers) {
        return numbers.isEmpty()
                ? null
                : new JsonArray(numbers.stream()
                        .<Json>map(number -> Json.of(number.longValue()))
                        .toList());
    }

    static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new Refusal("/" + key + ": " + value + ": at least " + least);
        }
    }

    static String checkedReason(String text) {
        if (text.isBlank() || !Printable.of(text, MAX_REASON).equals(text)) {
            throw new Refusal("\"" + Printable.of(text) + "\": one line of at most " + MAX_REASON + " characters");
        }
        return text;
    }

    /** Counts as JSON Schema does: in characters of Unicode, not in units of UTF-16. */
    static void atMost(String key, String text, int most) {
        int characters = text.codePointCount(0, text.length());
        if (characters > most) {
            throw new Refusal("/" + key + ": " + characters + " characters: at most " + most);
        }
    }

    static Tags tags(JsonObject from, String key) {
        try {
            return new Tags(from.strings(key));
        } catch (Refusal refusal) {
            throw new Refusal("/" + key + ": " + refusal.getMessage());
        }
    }

    static @Nullable String text(@Nullable Object value) {
        // Not toString of an instant: the agent would load a formatter for it, and keep it.
        return value instanceof Instant at ? Instants.format(at) : value == null ? null : value.toString();
    }

    private static Instant parseInstant(String text) {
        try {
            return Instants.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new Refusal("\"" + Printable.of(text) + "\": a UTC instant, for example 2026-11-23T18:42:07Z");
        }
    }
}
