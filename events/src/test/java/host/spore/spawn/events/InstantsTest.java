package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-made one and Java's own say the same, of every text and every instant. */
class InstantsTest {
    private static final long YEAR_MINUS_2000 = -125_000_000_000L;
    private static final long YEAR_12000 = 316_500_000_000L;

    @Property
    void anyInstantIsWrittenAndReadAsJavaDoes(
            @ForAll @LongRange(min = YEAR_MINUS_2000, max = YEAR_12000) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        for (int part : new int[] {nano, nano / 1_000 * 1_000, nano / 1_000_000 * 1_000_000, 0}) {
            Instant instant = Instant.ofEpochSecond(second, part);

            assertThat(Instants.format(instant)).isEqualTo(instant.toString());
            assertThat(Instants.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T18:42:07Z",
                "2026-11-23T18:42:07.1Z",
                "2026-11-23T18:42:07.123456789Z",
                "2026-11-23T18:42:07.1234567891Z",
                "2026-11-23T18:42:07.Z",
                "2026-11-23T18:42:07+01:00",
                "2026-11-23t18:42:07z",
                "2026-11-23T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-23T18:42:07",
                "2026-11-23 18:42:07Z",
                "2026-1-23T18:42:07Z",
                "-0001-11-23T18:42:07Z",
                "+12026-11-23T18:42:07Z",
                "٢٠٢٦-11-23T18:42:07Z",
                "Z",
                ""
            })
    void oddTextIsReadAsJavaDoes(String text) {
        Instant expected;
        try {
            expected = Instant.parse(text);
        } catch (DateTimeParseException none) {
            assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeParseException.class);
            return;
        }
        assertThat(Instants.parse(text)).isEqualTo(expected);
    }

    @Example
    void theEndOfTimeCanBeWritten() {
        assertThat(Instants.format(Instant.ofEpochSecond(253_402_300_799L))).isEqualTo("9999-12-31T23:59:59Z");
    }
}
