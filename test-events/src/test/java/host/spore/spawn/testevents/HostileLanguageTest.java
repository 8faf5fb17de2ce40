package host.spore.spawn.testevents;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.Message;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
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
        for (String field : JsonTexts.pointers(detail)) {
            for (Hostile hostile : Hostile.all()) {
                JsonObject changed = JsonTexts.with(detail, field, hostile.text());
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
                            .satisfies(arrived ->
                                    assertThat(JsonTexts.at(arrived, field)).isIn(hostile.text(), ""));
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
            for (String field : JsonTexts.pointers(detail)) {
                read(type, JsonTexts.with(detail, field, ANSI), field).ifPresent(_ -> fields.add(field));
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
}
