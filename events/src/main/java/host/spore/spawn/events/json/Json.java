package host.spore.spawn.events.json;

import java.math.BigDecimal;

/** A JSON value (RFC 8259). Objects keep the order of their keys, so that the same value is always the same text. */
public sealed interface Json
        permits JsonObject, JsonArray, Json.JsonString, Json.JsonNumber, Json.JsonBoolean, Json.JsonNull {

    /** @param value never null; JSON's null is {@link JsonNull} */
    record JsonString(String value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** @param value exact, as written: a number never loses digits on its way through */
    record JsonNumber(BigDecimal value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** @param value true or false */
    record JsonBoolean(boolean value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** JSON's null. */
    enum JsonNull implements Json {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * Reads one JSON value.
     *
     * @throws JsonException with the line and column of the first thing that is wrong
     */
    static Json parse(String text) {
        return new JsonParser(text).parse();
    }

    static Json of(String value) {
        return new JsonString(value);
    }

    static Json of(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    static Json of(boolean value) {
        return new JsonBoolean(value);
    }

    /** What this value is, as an error message names it: {@code a string}, {@code an object}. */
    default String kind() {
        if (this instanceof JsonObject) {
            return "an object";
        }
        if (this instanceof JsonArray) {
            return "an array";
        }
        if (this instanceof JsonString) {
            return "a string";
        }
        if (this instanceof JsonNumber) {
            return "a number";
        }
        return this instanceof JsonBoolean ? "true or false" : "null";
    }
}
