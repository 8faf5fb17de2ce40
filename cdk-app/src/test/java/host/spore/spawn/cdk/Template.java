package host.spore.spawn.cdk;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A synthesised template, as CloudFormation gets it. */
record Template(JsonObject json, List<Resource> resources) {

    /**
     * @param id logical id
     * @param path of the construct, without the name that CDK gives to the resource within it
     */
    record Resource(String id, String type, String path, JsonObject properties, JsonObject json) {}

    static Template read(Path file) {
        try {
            var json = JsonObject.parse(Files.readString(file));
            return new Template(
                    json,
                    json.object("Resources").members().entrySet().stream()
                            .map(entry -> resource(entry.getKey(), entry.getValue()))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    Stream<Resource> all(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type));
    }

    /** The one resource of this type whose construct's path ends so. */
    Resource one(String type, String pathEnd) {
        var found =
                all(type).filter(resource -> resource.path().endsWith(pathEnd)).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one " + type + " …" + pathEnd + ", there are " + found.size() + " of "
                    + all(type).map(Resource::path).toList());
        }
        return found.getFirst();
    }

    Map<String, Json> outputs() {
        return json.object("Outputs").members();
    }

    private static Resource resource(String id, Json value) {
        var object = (JsonObject) value;
        String path = object.optionalObject("Metadata")
                .flatMap(metadata -> metadata.optionalString("aws:cdk:path"))
                .orElse(id)
                .replaceFirst("/(Resource|Default)$", "");
        return new Resource(
                id,
                object.string("Type"),
                path,
                object.optionalObject("Properties").orElse(JsonObject.builder().build()),
                object);
    }

    /** As Java's own types, for those who want these. */
    static Object plain(Json value) {
        return switch (value) {
            case JsonObject object -> {
                var map = new LinkedHashMap<String, Object>();
                object.members().forEach((key, member) -> map.put(key, plain(member)));
                yield map;
            }
            case JsonArray array -> array.items().stream().map(Template::plain).toList();
            case Json.JsonString string -> string.value();
            case Json.JsonNumber number -> number.value();
            case Json.JsonBoolean bool -> bool.value();
            case Json.JsonNull _ -> throw new IllegalArgumentException("null in a template");
        };
    }
}
