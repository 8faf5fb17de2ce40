package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Zones} keeps, the fake as well as DynamoDB. */
public abstract class ZonesContract {
    private static final Instant LATER = Instant.parse("2027-11-23T12:00:00Z");

    abstract Zones subject();

    /** A sweep that no other test uses. */
    protected abstract String freshSweep();

    @Test
    void aZoneHasSoManySlotsAndEachOnce() {
        // Given
        SweepId sweep = new SweepId(freshSweep());

        // When, Then
        assertThat(subject().take(sweep, "us-east-1a", 1, 2, LATER)).isTrue();
        assertThat(subject().take(sweep, "us-east-1a", 12, 2, LATER)).isTrue();
        assertThat(subject().take(sweep, "us-east-1a", 2, 2, LATER)).isFalse();
        assertThat(subject().take(sweep, "us-east-1a", 1, 2, LATER))
                .as("who has it")
                .isTrue();
        assertThat(subject().take(sweep, "us-east-1b", 2, 2, LATER)).isTrue();
        assertThat(subject().take(new SweepId(freshSweep()), "us-east-1a", 2, 2, LATER))
                .isTrue();
    }

    @Test
    void whatIsGivenBackIsFreeAgain() {
        // Given
        SweepId sweep = new SweepId(freshSweep());
        subject().take(sweep, "us-east-1a", 1, 1, LATER);

        // When
        subject().free(sweep, "us-east-1a", 1);
        subject().free(sweep, "us-east-1a", 1);
        subject().free(sweep, "us-east-1b", 5);

        // Then
        assertThat(subject().take(sweep, "us-east-1a", 2, 1, LATER)).isTrue();
        subject().free(sweep, "us-east-1a", 1);
        assertThat(subject().take(sweep, "us-east-1a", 3, 1, LATER)).isFalse();
    }
}
