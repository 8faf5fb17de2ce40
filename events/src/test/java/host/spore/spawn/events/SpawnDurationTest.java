package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnDurationTest {
    @ParameterizedTest
    @CsvSource({
        "30s, 30",
        "2h, 7200",
        "7d, 604800",
        "2h30m, 9000",
        "1d2h30m15s, 95415",
        "90m, 5400",
        "1s1s, 2",
        "15s1d, 86415",
        "0h1s, 1",
        "007m, 420"
    })
    void readsEveryLengthOfTheGrammar(String text, long seconds) {
        assertThat(SpawnDuration.parse(text).value()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "1w", "2 h", "2.5h", "-1h", "2H", "h", "1h30", " 1h", "1h ", "+1h", "1ms", "１h"})
    void refusesWhatIsNoDurationAndSaysWhatIs(String text) {
        assertThatThrownBy(() -> SpawnDuration.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessage("\"" + text + "\": use s, m, h, d, for example 7d or 2h30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0d0h", "00m"})
    void refusesNothingAtAll(String text) {
        assertThatThrownBy(() -> SpawnDuration.parse(text)).hasMessageContaining("must be more than zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "99999999999999999999s", "36500d1s"})
    void refusesWhatWouldOverflowSomewhere(String text) {
        assertThatThrownBy(() -> SpawnDuration.parse(text)).hasMessageContaining("36500d at most");
    }

    @Property
    void whatItWritesItReads(@ForAll @LongRange(min = 1, max = 36_500L * 86_400) long seconds) {
        SpawnDuration duration = new SpawnDuration(Duration.ofSeconds(seconds));

        assertThat(SpawnDuration.parse(duration.toString())).isEqualTo(duration);
    }
}
