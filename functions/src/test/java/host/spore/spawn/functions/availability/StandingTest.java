package host.spore.spawn.functions.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import host.spore.spawn.events.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
    private static final Offer OFFER = new Offer("c7i.large", null, Market.SPOT);
    private static final Instant T = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration FIRST = Duration.ofMinutes(5);

    @Test
    void nothingKnownIsHalfLikelyNeitherEmptyNorBroken() {
        // When
        Standing unknown = Standing.unknown(OFFER);

        // Then
        assertThat(unknown.score(T)).isEqualTo(0.5);
        assertThat(unknown.emptyUntil(FIRST, T)).isEmpty();
        assertThat(unknown.brokenUntil(T)).isEmpty();
    }

    /** Five minutes, twice as long each time, never above an hour. */
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "4, 40", "5, 60", "6, 60", "50, 60"})
    void aShortageIsRememberedLongerTheMoreOfThemCameInARow(int inARow, int minutes) {
        // When
        Standing standing = lackedInARow(inARow);

        // Then
        Instant until = T.plus(Duration.ofMinutes(minutes));
        assertThat(standing.emptyUntil(FIRST, T)).contains(until);
        assertThat(standing.emptyUntil(FIRST, until.minusMillis(1))).contains(until);
        assertThat(standing.emptyUntil(FIRST, until)).isEmpty();
    }

    @Test
    void whatWasToBeHadSinceIsNotEmptyAndTheNextShortageIsAFirstOne() {
        // When
        Standing standing = lackedInARow(4).had("c9-1", T.plusSeconds(1));

        // Then
        assertThat(standing.emptyUntil(FIRST, T.plusSeconds(2))).isEmpty();
        assertThat(standing.lacked("c10-1", T.plusSeconds(3)).emptyUntil(FIRST, T.plusSeconds(4)))
                .contains(T.plusSeconds(3).plus(FIRST));
    }

    @Test
    void yesterdaysShortagesAreNotInARowWithTodays() {
        // Given
        Instant dayAfter = T.plus(Duration.ofHours(25));

        // When
        Standing standing = lackedInARow(6).lacked("c9-1", dayAfter);

        // Then
        assertThat(standing.emptyUntil(FIRST, dayAfter)).contains(dayAfter.plus(FIRST));
    }

    @Test
    void anAttemptThatIsRepeatedCountsOnce() {
        // Given
        Standing lacked = Standing.unknown(OFFER).lacked("c1-1", T);

        // When, Then
        assertThat(lacked.lacked("c1-1", T.plusSeconds(9))).isSameAs(lacked);
        Standing had = lacked.had("c1-2", T);
        assertThat(had.had("c1-2", T.plusSeconds(9))).isSameAs(had);
    }

    /** The first answer of an attempt was lost, and its repetition got an instance: then there was capacity. */
    @Test
    void anAttemptThatLackedAndThenHadIsNotEmpty() {
        // When
        Standing standing = Standing.unknown(OFFER).lacked("c1-1", T).had("c1-1", T.plusSeconds(5));

        // Then
        assertThat(standing.emptyUntil(FIRST, T.plusSeconds(6))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // had, lacked, hours later, score
        "1, 0,   0, 0.667",
        "9, 0,   0, 0.909",
        "0, 1,   0, 0.333",
        "9, 9,   0, 0.5",
        // half of it is gone after a day, nearly all after a week
        "8, 0,  24, 0.833",
        "8, 0, 168, 0.515",
        "0, 8,  24, 0.167",
    })
    void theScoreIsTheRateOfSuccessAndFadesToWhatIsUnknown(int had, int lacked, int hours, double score) {
        // Given
        Standing standing = Standing.unknown(OFFER);
        for (int i = 0; i < had; i++) {
            standing = standing.had("h" + i, T);
        }
        for (int i = 0; i < lacked; i++) {
            standing = standing.lacked("l" + i, T);
        }

        // When, Then
        assertThat(standing.score(T.plus(Duration.ofHours(hours)))).isCloseTo(score, within(0.001));
    }

    /** Minutes after the first one, separated by blanks; the breaker is asked at minute 90. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0,             -",
                "0 10,          -",
                // three within an hour: open for an hour after the third
                "0 10 50,       110",
                "0 30 60,       120",
                "0 30 61,       -",
                "0 10 20,       -",
                "0 40 70 80,    140",
                "50 40 0,       110",
            })
    void theBreakerOpensWhenTooManyAreTakenBackWithinAnHour(String minutes, @Nullable Integer until) {
        // Given
        Standing standing = Standing.unknown(OFFER);
        for (String minute : minutes.split(" ")) {
            standing = standing.interrupted("i-" + minute, T.plus(Duration.ofMinutes(Integer.parseInt(minute))));
        }

        // When
        Optional<Instant> broken = standing.brokenUntil(T.plus(Duration.ofMinutes(90)));

        // Then
        assertThat(broken).isEqualTo(Optional.ofNullable(until).map(minute -> T.plus(Duration.ofMinutes(minute))));
    }

    @Test
    void anInstanceIsTakenBackOnceWhoeverTells() {
        // Given
        Standing told = Standing.unknown(OFFER).interrupted("i-1", T);

        // When, Then
        assertThat(told.interrupted("i-1", T.plusSeconds(3))).isSameAs(told);
    }

    @Property
    void whateverHappensTheItemStaysSmallAndTheScoreAProbability(
            @ForAll @Size(max = 200) java.util.List<@IntRange(min = 0, max = 2) Integer> happenings) {
        Standing standing = Standing.unknown(OFFER);
        Instant now = T;
        int number = 0;
        for (int happening : happenings) {
            number++;
            now = now.plusSeconds(number * 7L % 600);
            standing = switch (happening) {
                case 0 -> standing.had("c" + number, now);
                case 1 -> standing.lacked("c" + number, now);
                default -> standing.interrupted("i-" + number, now);
            };
        }
        assertThat(standing.version()).isEqualTo(happenings.size());
        assertThat(standing.attempts()).hasSizeLessThanOrEqualTo(20);
        assertThat(standing.interruptions()).hasSizeLessThanOrEqualTo(20);
        assertThat(standing.score(now)).isBetween(0.0, 1.0);
        assertThat(standing.emptyUntil(FIRST, now).orElse(now)).isBetween(now, now.plus(Standing.LONGEST));
    }

    private static Standing lackedInARow(int count) {
        Standing standing = Standing.unknown(OFFER);
        for (int i = 1; i <= count; i++) {
            standing = standing.lacked("c" + i + "-1", T);
        }
        return standing;
    }
}
