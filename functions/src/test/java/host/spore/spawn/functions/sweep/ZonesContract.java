package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepId;
import org.junit.jupiter.api.Test;

/** What every {@link Zones} keeps, the fake as well as DynamoDB. */
public abstract class ZonesContract {
    abstract Zones subject();

    /** A sweep that no other test uses. */
    protected abstract String freshSweep();

    @Test
    void aZoneHasSoManySlotsAndEachOnce() {
        // Given
        SweepId sweep = new SweepId(freshSweep());

        // When, Then
        assertThat(subject().take(sweep, "us-east-1a", 1, 2)).isTrue();
        assertThat(subject().take(sweep, "us-east-1a", 12, 2)).isTrue();
        assertThat(subject().take(sweep, "us-east-1a", 2, 2)).isFalse();
        assertThat(subject().take(sweep, "us-east-1a", 1, 2)).as("who has it").isTrue();
        assertThat(subject().take(sweep, "us-east-1b", 2, 2)).isTrue();
        assertThat(subject().take(new SweepId(freshSweep()), "us-east-1a", 2, 2)).isTrue();
    }

    @Test
    void whatIsGivenBackIsFreeAgain() {
        // Given
        SweepId sweep = new SweepId(freshSweep());
        subject().take(sweep, "us-east-1a", 1, 1);

        // When
        subject().free(sweep, "us-east-1a", 1);
        subject().free(sweep, "us-east-1a", 1);
        subject().free(sweep, "us-east-1b", 5);

        // Then
        assertThat(subject().take(sweep, "us-east-1a", 2, 1)).isTrue();
        subject().free(sweep, "us-east-1a", 1);
        assertThat(subject().take(sweep, "us-east-1a", 3, 1)).isFalse();
    }
}
