package host.spore.spawn.queues.file;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.stream.Collectors;

/** JSON for people: two spaces a level, and what holds only scalars on one line if it is short. */
public final class IndentedJson {
    private static final int LINE = 100;

    private IndentedJson() {}

    public static String of(Json value) {
        return of(value, "");
    }

    private static String of(Json value, String indent) {
        String inner = indent + "  ";
        return switch (value) {
            case JsonObject object
            when isLong(object) ->
                object.members().entrySet().stream()
                        .map(member -> inner + Json.of(member.getKey()) + ": " + of(member.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case JsonArray array
            when isLong(array) ->
                array.items().stream()
                        .map(item -> inner + of(item, inner))
                        .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case JsonObject object ->
                object.members().entrySet().stream()
                        .map(member -> Json.of(member.getKey()) + ": " + of(member.getValue(), inner))
                        .collect(Collectors.joining(", ", "{", "}"));
            case JsonArray array ->
                array.items().stream().map(item -> of(item, inner)).collect(Collectors.joining(", ", "[", "]"));
            case Json.JsonString text -> text.toString();
            case Json.JsonNumber number -> number.toString();
            case Json.JsonBoolean truth -> truth.toString();
            case Json.JsonNull none -> none.toString();
        };
    }

    private static boolean isLong(Json value) {
        return value.toString().length() > LINE
                || (value instanceof JsonObject object
                        && object.members().values().stream().anyMatch(IndentedJson::isNested))
                || (value instanceof JsonArray array && array.items().stream().anyMatch(IndentedJson::isNested));
    }

    private static boolean isNested(Json value) {
        return (value instanceof JsonObject object && !object.members().isEmpty())
                || (value instanceof JsonArray array
                        && array.items().stream()
                                .anyMatch(item -> item instanceof JsonObject || item instanceof JsonArray));
    }
}
