package host.spore.spawn.testevents;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts within a JSON value, by where they are: {@code /jobs/0/command}. No key has a slash. */
public final class JsonTexts {
    private JsonTexts() {}

    /** Pointers to all texts. */
    public static List<String> pointers(Json value) {
        return pointers(value, "");
    }

    private static List<String> pointers(Json value, String pointer) {
        List<String> found = new ArrayList<>();
        switch (value) {
            case JsonObject object ->
                object.members().forEach((key, member) -> found.addAll(pointers(member, pointer + "/" + key)));
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    found.addAll(pointers(array.items().get(i), pointer + "/" + i));
                }
            }
            case Json.JsonString text -> found.add(pointer);
            case Json.JsonNumber number -> {}
            case Json.JsonBoolean truth -> {}
            case Json.JsonNull none -> {}
        }
        return found;
    }

    /** The same, with another text wherever this one stands whole. Keys stay. */
    public static Json replaced(Json value, String from, String to) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members().forEach((key, member) -> members.put(key, replaced(member, from, to)));
                yield new JsonObject(members);
            }
            case JsonArray array ->
                new JsonArray(array.items().stream()
                        .map(item -> replaced(item, from, to))
                        .toList());
            case Json.JsonString(String text) -> Json.of(text.equals(from) ? to : text);
            case Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> value;
        };
    }

    /** What stands at a pointer; empty where there is nothing, or no text. */
    public static String at(Json value, String pointer) {
        Json found = value;
        for (String step : pointer.substring(1).split("/", -1)) {
            found = switch (found) {
                case JsonObject object -> object.members().getOrDefault(step, Json.of(""));
                case JsonArray array -> array.items().get(Integer.parseInt(step));
                case Json.JsonString _, Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> found;
            };
        }
        return found instanceof Json.JsonString(String text) ? text : "";
    }

    /** The object as it is, but for the text at the pointer. */
    public static JsonObject with(JsonObject object, String pointer, String text) {
        return (JsonObject) with(object, "", pointer, text);
    }

    private static Json with(Json value, String at, String pointer, String text) {
        if (at.equals(pointer)) {
            return Json.of(text);
        }
        return switch (value) {
            case JsonObject object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members()
                        .forEach((key, member) -> members.put(key, with(member, at + "/" + key, pointer, text)));
                yield new JsonObject(members);
            }
            case JsonArray array -> {
                List<Json> items = new ArrayList<>();
                for (int i = 0; i < array.items().size(); i++) {
                    items.add(with(array.items().get(i), at + "/" + i, pointer, text));
                }
                yield new JsonArray(items);
            }
            case Json.JsonString _, Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> value;
        };
    }
}
