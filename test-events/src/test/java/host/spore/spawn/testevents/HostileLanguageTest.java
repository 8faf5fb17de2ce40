package host.spore.spawn.testevents;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.Message;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text in every field of every message. */
class HostileLanguageTest {
    private static final String ANSI = "\u001b[31mred";

    /**
     * What a user's command may say in any words at all, control characters included. Whoever adds one here has looked at
     * everywhere it goes: shells get these as base64 or in files, and nothing else reads them.
     */
    private static final Map<String, String> FREE = new TreeMap<>(Map.of("LaunchInstance", "/preStop /userData"));

    static Stream<String> types() {
        return Stream.concat(Language.commandTypes().stream(), Language.eventTypes().stream());
    }

    /** Taken as it is or refused in one line, and never anything else. */
    @ParameterizedTest
    @MethodSource("types")
    void isTakenAsItIsOrRefusedInOneLine(String type) {
        JsonObject detail = sample(type);
        int tried = 0;
        for (String field : texts(detail, "")) {
            for (Hostile hostile : Hostile.all()) {
                JsonObject changed = (JsonObject) with(detail, "", field, hostile.text());
                tried++;
                Optional<Message> read = read(type, changed, field + " " + hostile);
                read.ifPresent(message -> {
                    byte[] sent = message.toJson().toString().getBytes(StandardCharsets.UTF_8);
                    assertThat(Hostile.steering(new String(sent, StandardCharsets.UTF_8)))
                            .as(field + " " + hostile + " on the wire")
                            .isEmpty();
                    assertThat(JsonObject.parse(new String(sent, StandardCharsets.UTF_8)))
                            .as(field + " " + hostile)
                            .isEqualTo(message.toJson())
                            .satisfies(arrived -> assertThat(at(arrived, field)).isIn(hostile.text(), ""));
                });
            }
        }
        assertThat(tried).isGreaterThan(200);
    }

    /** Names of variables, secrets and tags are a user's words too. */
    @ParameterizedTest
    @MethodSource("types")
    void isNoKeyOfAMap(String type) {
        JsonObject detail = sample(type);
        for (String map : List.of("environment", "secrets", "tags")) {
            for (Hostile hostile : Hostile.all()) {
                if (detail.has(map)
                        && !hostile.text()
                                .matches("[A-Za-z_][A-Za-z0-9_]{0,127}|\\+1\\+1|--help|a\\.[a-z.]+|@SPAWN_BUS_NAME@")) {
                    for (Json value : List.of(Json.of("x"), Json.of(7))) {
                        JsonObject changed = JsonObject.builder()
                                .putAll(detail)
                                .put(map, new JsonObject(Map.of(hostile.text(), value)))
                                .build();
                        assertThat(read(type, changed, map + " " + hostile))
                                .as(map + " " + hostile)
                                .isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void onlyTheseFieldsOfCommandsMayHaveControlCharacters() {
        // When
        Map<String, String> free = new TreeMap<>();
        for (String type : Language.commandTypes()) {
            JsonObject detail = sample(type);
            var fields = new TreeSet<String>();
            for (String field : texts(detail, "")) {
                read(type, (JsonObject) with(detail, "", field, ANSI), field).ifPresent(_ -> fields.add(field));
            }
            if (!fields.isEmpty()) {
                free.put(type, String.join(" ", fields));
            }
        }

        // Then
        assertThat(free).isEqualTo(FREE);
    }

    private static Optional<Message> read(String type, JsonObject detail, String what) {
        try {
            return Optional.of(Language.command(type, detail)
                    .<Message>map(command -> command)
                    .orElseGet(() -> Language.event(type, detail).orElseThrow()));
        } catch (IllegalArgumentException refused) {
            String message = Objects.requireNonNull(refused.getMessage());
            assertThat(Hostile.steering(message)).as(what + ": " + message).isEmpty();
            assertThat(message).as(what).doesNotContain("\n").hasSizeLessThan(1_000);
            return Optional.empty();
        }
    }

    private static JsonObject sample(String type) {
        return Sample.all().stream()
                .filter(sample -> sample.path().endsWith("/" + type))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    /** Pointers to all texts. */
    private static List<String> texts(Json value, String pointer) {
        List<String> found = new ArrayList<>();
        switch (value) {
            case JsonObject object ->
                object.members().forEach((key, member) -> found.addAll(texts(member, pointer + "/" + key)));
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    found.addAll(texts(array.items().get(i), pointer + "/" + i));
                }
            }
            case Json.JsonString text -> found.add(pointer);
            case Json.JsonNumber number -> {}
            case Json.JsonBoolean truth -> {}
            case Json.JsonNull none -> {}
        }
        return found;
    }

    /** As it is, but for the text at the pointer. */
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

    private static String at(Json value, String pointer) {
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
}
