package host.spore.spawn.queues.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
    private static String read(String yaml) {
        return Yaml.parse(yaml, Yaml.AS_WRITTEN).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            1                  | 1
            -1.50              | -1.50
            1e3                | 1E+3
            007                | "007"
            0x1F               | "0x1F"
            1_000              | "1_000"
            12:30:45           | "12:30:45"
            yes                | "yes"
            True               | "True"
            true               | true
            null               | null
            ~                  | null
            "1"                | "1"
            'true'             | "true"
            !!str 1            | "1"
            2026-11-26         | "2026-11-26"
            .inf               | ".inf"
            [a, {b: c}]        | ["a",{"b":"c"}]
            {1: a, true: b}    | {"1":"a","true":"b"}
            """)
    void aPlainScalarIsANumberOnlyWhereJsonWouldReadItSo(String yaml, String json) {
        assertThat(read(yaml)).isEqualTo(json);
    }

    @Test
    void anAliasIsWhatItsAnchorIs() {
        assertThat(read("a: &x {k: [1]}\nb: *x\n")).isEqualTo("{\"a\":{\"k\":[1]},\"b\":{\"k\":[1]}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            {a: 1, a: 2}                     | line 1, column 8: the key "a" is there twice
            {a: 1, "a": 2}                   | line 1, column 8: the key "a" is there twice
            !!java.net.URL [x]               | line 1, column 1: the tag tag:yaml.org,2002:java.net.URL has no meaning here; leave it out
            !!binary aGk=                    | line 1, column 1: the tag tag:yaml.org,2002:binary has no meaning here; leave it out
            {[1]: a}                         | line 1, column 2: a key is a word; use quotes if it is meant to be one
            *x                               | line 1, column 1: no anchor &x is complete before this
            &x [*x]                          | line 1, column 5: no anchor &x is complete before this
            """)
    void whatHasNoPlaceInAFileOfOursIsRefusedWithItsPlace(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(JsonException.class).hasMessage(problem);
    }

    @Test
    void aPageOfAliasesOfAliasesIsRefusedAndNotExpanded() {
        // Given: a billion laughs
        StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("a").append(i).append(": &a").append(i).append(" [");
            yaml.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }

        // Then
        assertThatThrownBy(() -> read(yaml.toString()))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("more than 500000 values, aliases counted in full");
    }

    @Test
    void depthIsBoundedWhateverTheStack() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("nested deeper than 64");
    }

    @Test
    void oneFileIsOneDocument() {
        assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n")).hasMessageContaining("a second document");
        assertThatThrownBy(() -> read("")).hasMessage("the file is empty");
        assertThatThrownBy(() -> read("# nothing\n")).hasMessage("the file is empty");
        assertThatThrownBy(() -> read("a: [1\nb: 2\n")).hasMessageStartingWith("line 2, column 2: ");
        assertThatThrownBy(() -> read("a: \u0000\n")).isInstanceOf(JsonException.class);
    }

    @Test
    void scalarsMayBeMadeSomethingElse() {
        Yaml.Scalars loud = new Yaml.Scalars() {
            @Override
            public Json value(String text, boolean plain) {
                return Json.of(text + plain);
            }

            @Override
            public String key(String text) {
                return text + "!";
            }
        };
        assertThat(Yaml.parse("{a: b, c: 'd'}", loud)).hasToString("{\"a!\":\"btrue\",\"c!\":\"dfalse\"}");
    }
}
