package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "demo",
                "7",
                "my-box",
                "a--b",
                "x23456789-123456789-123456789-123456789-123456789-123456789-123"
            })
    void aNameIsOneDnsLabel(String name) {
        assertThat(new Name(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "My_Box, did you mean my-box?",
        "-a, did you mean a?",
        "a-, did you mean a?",
        "a.b, did you mean a-b?",
        "'', for example my-box",
        "'$(reboot)', did you mean reboot?",
        "'é', for example my-box",
        "x23456789-123456789-123456789-123456789-123456789-123456789-1234, did you mean x23456789-123456789-123456789-123456789-123456789-123456789-123?"
    })
    void anythingElseIsRefusedWithASuggestionWhereThereIsOne(String name, String suggestion) {
        assertThatThrownBy(() -> new Name(name)).isInstanceOf(Refusal.class).hasMessageEndingWith(suggestion);
    }

    @Test
    void aNameThatLooksLikeAnInstanceIdCouldNeverBeFound() {
        assertThatThrownBy(() -> new Name("i-0c5d1f2a3b4c5d6e7")).hasMessageContaining("shape of an instance id");
    }

    @ParameterizedTest
    @CsvSource({"123456789012, 1kpqzg2c", "999999999999, cre66i9r", "000000000001, 1", "000000000000, 0"})
    void anAccountStandsInBase36(String account, String base36) {
        assertThat(new AccountId(account).base36()).isEqualTo(base36);
    }

    @Test
    void aDnsNameIsNameAccountAndDomain() {
        assertThat(DnsName.of(new Name("demo"), new AccountId("123456789012"), "spore.host"))
                .hasToString("demo.1kpqzg2c.spore.host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "Spore.host", "spore..host", "spore.host.", "-a.b", "a b.c"})
    void aDomainIsInLowerCaseWithTwoLabels(String domain) {
        assertThatThrownBy(() -> DnsName.checkedDomain(domain)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "spawn:ttl, are reserved",
        "aws:x, are reserved",
        "ttl, set by spawn itself",
        "Name, set by spawn itself",
        "a b, no blanks",
        "a/b, no blanks",
        "'', no blanks",
        "., no blanks",
        "_index, no blanks"
    })
    void aTagKeyThatWouldFailTheLaunchIsRefused(String key, String reason) {
        assertThatThrownBy(() -> new Tags(Map.of(key, "x"))).hasMessageContaining(reason);
    }

    @Test
    void aTagValueIsPlainText() {
        assertThatCode(() -> new Tags(Map.of("project", "genome 7 (no)".replace("(no)", "_.:/=+-@"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Tags(Map.of("project", "a\nb"))).hasMessageContaining("a tag value");
    }

    @Test
    void aUuidOfVersion7SortsByTime() {
        Random random = new Random(7);
        Instant now = Instant.parse("2026-11-23T16:42:07.123Z");

        String early = Ids.uuidV7(now, random);
        String late = Ids.uuidV7(now.plus(Duration.ofMillis(1)), random);

        assertThat(early).isLessThan(late);
        assertThat(UUID.fromString(early).version()).isEqualTo(7);
        assertThat(UUID.fromString(early).variant()).isEqualTo(2);
        assertThat(UUID.fromString(early).getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
    }

    @Test
    void theSameCauseMakesTheSameIdAndAnotherCauseAnother() {
        assertThat(Ids.outcomeOf("a", "InstanceReady")).isEqualTo(Ids.outcomeOf("a", "InstanceReady"));
        assertThat(Ids.childOf("a", 11)).isNotEqualTo(Ids.childOf("a1", 1));
        assertThat(Ids.hash("ab", "c")).isNotEqualTo(Ids.hash("a", "bc"));
        assertThat(Ids.isValid(Ids.childOf("a", 1))).isTrue();
    }

    /** Scenario 4: keys that share a long beginning were cut to the same key. */
    @Test
    void aMillionLongNamesHaveAMillionIds() {
        Set<String> ids = new HashSet<>();
        String beginning = "a".repeat(57);

        for (int i = 0; i < 1_000_000; i++) {
            ids.add(Ids.childOf(beginning, i));
        }

        assertThat(ids).hasSize(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "i-0c5d/end", "a\n", "ä"})
    void anIdCouldNameAnExecution(String id) {
        assertThat(Ids.isValid(id)).isFalse();
    }

    @Test
    void printableTextStaysOnItsLine() {
        assertThat(Printable.of("a\nb\u001b[31mc\u202ed")).isEqualTo("a?b?[31mc?d");
        assertThat(Printable.of("x".repeat(300))).hasSize(201).endsWith("…");
    }
}
