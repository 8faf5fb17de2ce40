package host.spore.spawn.events.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. The getters name the place in their errors: {@code /ttl: expected a string, got a number}.
 *
 * @param members in the order of the text
 */
public record JsonObject(Map<String, Json> members) implements Json {
    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** @throws JsonException when the text is no JSON object */
    public static JsonObject parse(String text) {
        Json value = Json.parse(text);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("expected an object, got " + value.kind());
    }

    public static Builder builder() {
        return new Builder();
    }

    public boolean has(String key) {
        Json value = members.get(key);
        return value != null && value != JsonNull.NULL;
    }

    public String string(String key) {
        return require(key, optionalString(key), "a string");
    }

    /** Empty when the key is absent or null. */
    public Optional<String> optionalString(String key) {
        return get(key).map(value -> {
            if (value instanceof JsonString string) {
                return string.value();
            }
            throw wrong(key, "a string", value);
        });
    }

    public long integer(String key) {
        return require(key, optionalInteger(key), "a whole number");
    }

    /** Empty when the key is absent or null. */
    public Optional<Long> optionalInteger(String key) {
        return get(key).map(value -> {
            if (value instanceof JsonNumber number) {
                try {
                    return number.value().longValueExact();
                } catch (ArithmeticException notWhole) {
                    throw new JsonException("/" + key + ": expected a whole number, got " + number);
                }
            }
            throw wrong(key, "a whole number", value);
        });
    }

    /** @param absent what a missing key means */
    public boolean bool(String key, boolean absent) {
        return get(key).map(value -> {
                    if (value instanceof JsonBoolean bool) {
                        return bool.value();
                    }
                    throw wrong(key, "true or false", value);
                })
                .orElse(absent);
    }

    public JsonObject object(String key) {
        return require(key, optionalObject(key), "an object");
    }

    /** Empty when the key is absent or null. */
    public Optional<JsonObject> optionalObject(String key) {
        return get(key).map(value -> {
            if (value instanceof JsonObject object) {
                return object;
            }
            throw wrong(key, "an object", value);
        });
    }

    /** An absent array is an empty one. */
    public List<Json> array(String key) {
        return get(key).map(value -> {
                    if (value instanceof JsonArray array) {
                        return array.items();
                    }
                    throw wrong(key, "an array", value);
                })
                .orElse(List.of());
    }

    /** The objects of an array; an absent array is an empty one. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Json item : array(key)) {
            if (!(item instanceof JsonObject object)) {
                throw wrong(key + "/" + objects.size(), "an object", item);
            }
            objects.add(object);
        }
        return List.copyOf(objects);
    }

    /** An object whose values are strings; an absent one is empty. */
    public Map<String, String> strings(String key) {
        Map<String, String> strings = new LinkedHashMap<>();
        optionalObject(key)
                .ifPresent(object -> object.members().forEach((name, value) -> {
                    if (!(value instanceof JsonString string)) {
                        throw wrong(key + "/" + JsonWriter.shown(name), "a string", value);
                    }
                    strings.put(name, string.value());
                }));
        return Collections.unmodifiableMap(strings);
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }

    private Optional<Json> get(String key) {
        return Optional.ofNullable(members.get(key)).filter(value -> value != JsonNull.NULL);
    }

    private static <T> T require(String key, Optional<T> value, String expected) {
        return value.orElseThrow(() -> new JsonException("/" + key + ": missing, expected " + expected));
    }

    private static JsonException wrong(String key, String expected, Json value) {
        return new JsonException("/" + key + ": expected " + expected + ", got " + value.kind());
    }

    /** Leaves nulls out: an absent key is the one way to say "none". */
    public static final class Builder {
        private final Map<String, Json> members = new LinkedHashMap<>();

        public Builder put(String key, @Nullable Json value) {
            if (value != null) {
                members.put(key, value);
            }
            return this;
        }

        public Builder put(String key, @Nullable String value) {
            return value == null ? this : put(key, Json.of(value));
        }

        public Builder put(String key, long value) {
            return put(key, Json.of(value));
        }

        public Builder put(String key, boolean value) {
            return put(key, Json.of(value));
        }

        public Builder put(String key, Map<String, String> values) {
            Builder object = builder();
            values.forEach(object::put);
            return put(key, object.build());
        }

        public Builder putAll(JsonObject other) {
            members.putAll(other.members());
            return this;
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
