package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
    private static final Instant LEARNED = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest(name = "a life of {0} s is warned {1} s before its end")
    @CsvSource({
        "86400, 900 300 60",
        "901,   900 300 60",
        "900,   300 60",
        "300,   60",
        "61,    60",
        "60,    15",
        "31,    15",
        "20,    10",
        "2,     1",
        "1,     ''",
        "0,     ''",
        "-5,    ''"
    })
    void plansWhatLiesAheadAndAtLeastOne(long lifeSeconds, String leads) {
        // Given
        List<Duration> expected = Arrays.stream(leads.split(" "))
                .filter(lead -> !lead.isEmpty())
                .map(lead -> Duration.ofSeconds(Long.parseLong(lead)))
                .toList();

        // When
        List<Duration> plan = Warnings.DEFAULT.plan(LEARNED.plusSeconds(lifeSeconds), LEARNED);

        // Then
        assertThat(plan).isEqualTo(expected);
    }
}
