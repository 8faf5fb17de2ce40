package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Pace} keeps, the fake as well as DynamoDB. */
public abstract class PaceContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration DELAY = Duration.ofSeconds(10);

    abstract Pace subject();

    /** A sweep that no other test uses. */
    protected abstract String freshSweep();

    @Test
    void theFirstGoesAtOnceAndEachNextAfterTheDelay() {
        // Given
        SweepId sweep = new SweepId(freshSweep());

        // When, Then
        assertThat(subject().reserve(sweep, DELAY, AT)).isEqualTo(AT);
        assertThat(subject().reserve(sweep, DELAY, AT)).isEqualTo(AT.plusSeconds(10));
        assertThat(subject().reserve(sweep, DELAY, AT.plusSeconds(3))).isEqualTo(AT.plusSeconds(20));
    }

    @Test
    void whatWasNotUsedIsNotSaved() {
        // Given
        SweepId sweep = new SweepId(freshSweep());
        subject().reserve(sweep, DELAY, AT);

        // When, Then: a minute later nobody is owed a burst
        assertThat(subject().reserve(sweep, DELAY, AT.plusSeconds(60))).isEqualTo(AT.plusSeconds(60));
        assertThat(subject().reserve(sweep, DELAY, AT.plusSeconds(60))).isEqualTo(AT.plusSeconds(70));
    }

    @Test
    void oneThatIsFreeThisVeryMomentIsTaken() {
        // Given
        SweepId sweep = new SweepId(freshSweep());
        subject().reserve(sweep, DELAY, AT);

        // When, Then
        assertThat(subject().reserve(sweep, DELAY, AT.plusSeconds(10))).isEqualTo(AT.plusSeconds(10));
    }
}
