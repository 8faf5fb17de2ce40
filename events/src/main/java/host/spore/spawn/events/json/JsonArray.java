package host.spore.spawn.events.json;

import java.util.Collection;
import java.util.List;

/** @param items in order */
public record JsonArray(List<Json> items) implements Json {
    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray ofStrings(Collection<String> values) {
        return new JsonArray(values.stream().map(Json::of).toList());
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
