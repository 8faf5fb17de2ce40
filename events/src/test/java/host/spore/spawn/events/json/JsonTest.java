package host.spore.spawn.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-1.50",
                "true",
                "null",
                "{\"a\":[1,{\"b\":null}],\"c\":\"\\n\\\"\\\\\"}",
                "123456789012345678901234567890"
            })
    void whatItReadsItWritesBack(String text) {
        assertThat(Json.parse(text)).hasToString(text);
    }

    @Property
    void anyTextSurvives(@ForAll String text) {
        String written = Json.of(text).toString();

        assertThat(Json.parse(written)).isEqualTo(Json.of(text));
        assertThat(written).doesNotContain("\n").doesNotContain("\u0000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{            | line 1, column 2: a key in double quotes",
                "[1,]         | line 1, column 4: a value was expected",
                "{\"a\":1,}   | line 1, column 8: a key",
                "{\"a\" 1}    | line 1, column 6: ':' was expected",
                "{\"a\":1,\"a\":2} | line 1, column 13: the key \"a\" is there twice",
                "01           | line 1, column 2: nothing more",
                "+1           | line 1, column 1: a value",
                "1.           | line 1, column 3: a value",
                "nul          | line 1, column 1: a value",
                "\"a          | line 1, column 3: the text ends inside a string",
                "\"\\x\"      | line 1, column 4: unknown escape",
                "\"\\u12\"    | line 1, column 6: four hexadecimal digits",
                "{} {}        | line 1, column 4: nothing more",
                "1e99999999999 | line 1, column 14: the number is out of range",
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void depthAndNumbersAreBoundedAgainstMalice() {
        assertThatThrownBy(() -> Json.parse("[".repeat(10_000))).hasMessageContaining("nested deeper than 64");
        assertThatThrownBy(() -> Json.parse("9".repeat(100_000))).hasMessageContaining("at most 64 characters");
    }

    @Test
    void gettersNameThePlaceOfWhatIsWrong() {
        JsonObject object = JsonObject.parse("{\"a\":1,\"b\":\"x\",\"n\":null,\"f\":1.5,\"l\":[1]}");

        assertThat(object.integer("a")).isEqualTo(1);
        assertThat(object.optionalString("n")).isEmpty();
        assertThat(object.has("n")).isFalse();
        assertThatThrownBy(() -> object.string("a")).hasMessage("/a: expected a string, got a number");
        assertThatThrownBy(() -> object.string("z")).hasMessage("/z: missing, expected a string");
        assertThatThrownBy(() -> object.integer("f")).hasMessage("/f: expected a whole number, got 1.5");
        assertThatThrownBy(() -> object.objects("l")).hasMessage("/l/0: expected an object, got a number");
        assertThatThrownBy(() -> object.strings("b")).hasMessage("/b: expected an object, got a string");
    }

    @Test
    void theBuilderLeavesNullsOut() {
        JsonObject built = JsonObject.builder()
                .put("none", (String) null)
                .put("text", "x")
                .put("number", 7)
                .put("yes", true)
                .put("map", Map.of("k", "v"))
                .build();

        assertThat(built).hasToString("{\"text\":\"x\",\"number\":7,\"yes\":true,\"map\":{\"k\":\"v\"}}");
    }
}
