package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema of each type of message, draft 4: what EventBridge's registry takes. */
public final class Schemas {
    private Schemas() {}

    /** @throws IllegalArgumentException there is none of this type */
    public static JsonObject of(String type) {
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + type + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no schema of " + Printable.of(type));
            }
            return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The fields that its schema does not know. Whoever reads a message passes them over, so that a newer one is
     * understood; whoever writes one by hand has most likely misspelt them.
     *
     * @return by JSON pointer, with the nearest field that there is
     */
    public static Map<String, Optional<String>> unknownFields(String type, JsonObject detail) {
        Map<String, Optional<String>> unknown = new LinkedHashMap<>();
        look(of(type), detail, "", unknown);
        return unknown;
    }

    private static void look(
            JsonObject schema, JsonObject object, String pointer, Map<String, Optional<String>> unknown) {
        if (!schema.has("properties")) {
            return;
        }
        Map<String, Json> known = schema.object("properties").members();
        object.members().forEach((field, value) -> {
            String at = pointer + "/" + field;
            if (known.get(field) instanceof JsonObject of) {
                within(of, value, at, unknown);
            } else {
                unknown.put(at, Nearest.to(field, known.keySet()));
            }
        });
    }

    private static void within(JsonObject schema, Json value, String pointer, Map<String, Optional<String>> unknown) {
        if (value instanceof JsonObject object) {
            look(schema, object, pointer, unknown);
        } else if (value instanceof JsonArray array && schema.has("items")) {
            for (int i = 0; i < array.items().size(); i++) {
                within(schema.object("items"), array.items().get(i), pointer + "/" + i, unknown);
            }
        }
    }
}
