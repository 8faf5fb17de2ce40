package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Instant wall = NOON;
    private long nanos;
    private final SteadyClock clock = new SteadyClock(
            new Clock() {
                @Override
                public Instant instant() {
                    return wall;
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            () -> nanos);

    @Test
    void withoutAWitnessAJumpInEitherDirectionEndsNothingEarly() {
        // When
        pass(100);
        wall = wall.plusSeconds(7_200);
        Instant ahead = clock.instant();
        wall = wall.minusSeconds(14_400);
        Instant behind = clock.instant();

        // Then
        assertThat(ahead).isEqualTo(NOON.plusSeconds(100));
        assertThat(behind).isEqualTo(wall);
    }

    @Test
    void aWitnessThatAgreesWithItselfCountsOverAWrongWallClock() {
        // Given
        clock.hear(NOON.minusSeconds(7_200));
        pass(30);

        // When
        clock.hear(NOON.minusSeconds(7_170));
        pass(10);

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(7_160));
        assertThat(clock.skew()).contains(Duration.ofHours(2));
    }

    @Test
    void aLieOrAStoredAnswerCountsForNothing() {
        // When
        clock.hear(NOON.plusSeconds(7_200));
        pass(30);
        clock.hear(NOON.plusSeconds(7_200));
        pass(30);
        clock.hear(NOON.minusSeconds(100_000));

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(60));
        assertThat(clock.skew()).isEmpty();
    }

    @Test
    void afterAHibernationTheOtherTwoCountAtOnceAndNoSkewIsSaid() {
        // Given: believed, and a wall clock that is right
        believeTheService();

        // When: six hours for which the monotonic clock stood still
        wall = wall.plusSeconds(21_600);
        Instant notHeardYet = clock.instant();
        Duration skewUntilThen = clock.skew().orElseThrow();
        nanos += 1_000_000_000L;
        wall = wall.plusSeconds(1);
        clock.hear(wall);

        // Then: nothing ends early while it is not known, and then it is the right time
        assertThat(notHeardYet).isBefore(wall.minusSeconds(21_000));
        assertThat(skewUntilThen).isZero();
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.skew()).contains(Duration.ZERO);
    }

    /** One witness against two: the monotonic clock and the service agree. */
    @Test
    void aWallClockThatIsSetAheadIsNoHibernation() {
        // Given
        believeTheService();

        // When
        wall = wall.plusSeconds(21_600);
        pass(30);
        clock.hear(wall.minusSeconds(21_600));

        // Then
        assertThat(clock.instant()).isEqualTo(wall.minusSeconds(21_600));
        assertThat(clock.skew()).contains(Duration.ofHours(6));
    }

    @Test
    void aServiceAloneThatJumpsAheadIsNoHibernation() {
        // Given
        believeTheService();

        // When
        pass(30);
        clock.hear(wall.plusSeconds(21_600));

        // Then
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.skew()).contains(Duration.ZERO);
    }

    @Test
    void theBusDecidesBetweenAWrongServiceAndTheWallClock() {
        // Given
        clock.hearBus(NOON);

        // When
        pass(30);
        hearTwice(Duration.ofHours(6));

        // Then
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.skew()).contains(Duration.ofHours(-6));
        assertThat(clock.goesByWall()).isTrue();
    }

    @Test
    void theBusDecidesAgainstAWallClockThatIsBehind() {
        // When
        clock.hearBus(NOON.plusSeconds(7_202));
        hearTwice(Duration.ofHours(2));

        // Then
        assertThat(clock.instant()).isEqualTo(wall.plusSeconds(7_200));
        assertThat(clock.goesByWall()).isFalse();
    }

    /** Too late is mended by keepers elsewhere, too early by nobody. */
    @Test
    void whereNobodyDecidesTheEarlierCounts() {
        // When
        hearTwice(Duration.ofHours(6));

        // Then
        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void readsTheDateOfHttp() {
        assertThat(HttpDate.parse("Mon, 23 Nov 2026 18:42:07 GMT")).contains(Instant.parse("2026-11-23T18:42:07Z"));
        assertThat(HttpDate.parse("Mon, 23 Nvo 2026 18:42:07 GMT")).isEmpty();
        assertThat(HttpDate.parse("yesterday")).isEmpty();
    }

    private void believeTheService() {
        clock.hear(wall);
        pass(30);
        clock.hear(wall);
        assertThat(clock.skew()).contains(Duration.ZERO);
    }

    private void hearTwice(Duration ahead) {
        clock.hear(wall.plus(ahead));
        pass(30);
        clock.hear(wall.plus(ahead));
    }

    private void pass(int seconds) {
        wall = wall.plusSeconds(seconds);
        nanos += seconds * 1_000_000_000L;
    }
}
