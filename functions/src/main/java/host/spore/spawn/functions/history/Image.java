package host.spore.spawn.functions.history;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row as the stream shows it.
 *
 * @param values texts and numbers, by attribute
 * @param extensions the members of the set of that name
 */
record Image(Map<String, String> values, Set<String> extensions) {
    static final Image NONE = new Image(Map.of(), Set.of());

    Image {
        values = Map.copyOf(values);
        extensions = Set.copyOf(extensions);
    }

    /** @param wire in DynamoDB's notation, {@code {"name":{"S":"demo"}}} */
    static Image read(JsonObject wire) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> extensions = new LinkedHashSet<>();
        wire.members().keySet().forEach(attribute -> {
            JsonObject value = wire.object(attribute);
            value.optionalString("S")
                    .or(() -> value.optionalString("N"))
                    .ifPresent(text -> values.put(attribute, text));
            if (attribute.equals("extensions")) {
                value.array("SS").forEach(member -> {
                    if (member instanceof Json.JsonString text) {
                        extensions.add(text.value());
                    }
                });
            }
        });
        return new Image(values, extensions);
    }

    Optional<String> text(String attribute) {
        return Optional.ofNullable(values.get(attribute));
    }

    boolean has(String attribute) {
        return values.containsKey(attribute);
    }
}
