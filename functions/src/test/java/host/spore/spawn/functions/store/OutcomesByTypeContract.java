package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link OutcomesByType} finds, the fake as well as DynamoDB. */
public abstract class OutcomesByTypeContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    protected abstract OutcomesByType subject();

    /** Who writes into the same table. */
    protected abstract Outcomes writer();

    /** A key that no other test uses. */
    protected abstract String freshKey();

    @Test
    void findsThoseOfATypeSinceAMomentTheNewestFirst() {
        // Given
        StoredOutcome old = write("LaunchFailed", AT.minusSeconds(1));
        StoredOutcome first = write("LaunchFailed", AT);
        StoredOutcome second = write("LaunchFailed", AT.plusSeconds(60));
        StoredOutcome other = write("LaunchRejected", AT.plusSeconds(30));

        // When, Then
        assertThat(subject().since("LaunchFailed", AT, 10)).containsExactly(second, first);
        assertThat(subject().since("LaunchFailed", AT, 1)).containsExactly(second);
        assertThat(subject().since("LaunchFailed", AT.minusSeconds(2), 10)).endsWith(old);
        assertThat(subject().since("LaunchRejected", AT, 10)).containsExactly(other);
    }

    @Test
    void findsEndsOfInstancesToo() {
        // Given: they are of no command, and published
        StoredOutcome end = new StoredOutcome(freshKey(), null, "InstanceEnded", "id", "{}", AT, false);
        writer().writeOnce(end);
        writer().markPublished(end.key(), AT);

        // When, Then
        assertThat(subject().since("InstanceEnded", AT, 10))
                .containsExactly(new StoredOutcome(end.key(), null, "InstanceEnded", "id", "{}", AT, true));
    }

    @Test
    void findsNothingWhereNothingWasSaid() {
        assertThat(subject().since("InstanceStarted", AT, 10)).isEmpty();
    }

    private StoredOutcome write(String type, Instant at) {
        return writer().writeOnce(new StoredOutcome(freshKey(), "LaunchInstance", type, "id", "{}", at, false));
    }
}
