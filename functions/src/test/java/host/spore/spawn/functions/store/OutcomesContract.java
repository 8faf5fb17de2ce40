package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Outcomes} keeps, the fake as well as DynamoDB. */
public abstract class OutcomesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    protected abstract Outcomes subject();

    /** A key that no other test uses. */
    protected abstract String freshKey();

    @Test
    void whatIsWrittenFirstStays() {
        // Given
        String key = freshKey();
        StoredOutcome first = outcome(key, "InstanceReady", AT);
        subject().writeOnce(first);

        // When
        StoredOutcome stands = subject().writeOnce(outcome(key, "LaunchFailed", AT.plusSeconds(1)));

        // Then
        assertThat(stands).isEqualTo(first);
        assertThat(subject().read(key)).contains(first);
    }

    @Test
    void whoeverWritesFirstIsAnsweredWithTheirOwn() {
        // Given
        StoredOutcome outcome = outcome(freshKey(), "InstanceReady", AT);

        // When
        StoredOutcome stands = subject().writeOnce(outcome);

        // Then
        assertThat(stands).isEqualTo(outcome);
    }

    @Test
    void anOutcomeOfNoCommandHasNoCommandType() {
        // Given
        StoredOutcome end = new StoredOutcome(freshKey(), null, "InstanceEnded", "id", "{}", AT, false);

        // When
        subject().writeOnce(end);

        // Then
        assertThat(subject().read(end.key())).contains(end);
    }

    @Test
    void marksPublishedAndMayDoSoTwice() {
        // Given
        StoredOutcome outcome = outcome(freshKey(), "InstanceReady", AT);
        subject().writeOnce(outcome);
        subject().markPublished(outcome.key(), AT);

        // When
        subject().markPublished(outcome.key(), AT.plusSeconds(9));

        // Then
        assertThat(subject().read(outcome.key()))
                .hasValueSatisfying(read -> assertThat(read.published()).isTrue());
    }

    @Test
    void markingWhatIsNotThereMakesNothing() {
        // Given
        String key = freshKey();

        // When, Then
        assertThatCode(() -> subject().markPublished(key, AT)).doesNotThrowAnyException();
        assertThat(subject().read(key)).isEmpty();
    }

    @Test
    void listsTheUnpublishedOldestFirst() {
        // Given
        StoredOutcome younger = outcome(freshKey(), "InstanceReady", AT.plusSeconds(5));
        StoredOutcome older = outcome(freshKey(), "InstanceReady", AT);
        StoredOutcome published = outcome(freshKey(), "InstanceReady", AT);
        subject().writeOnce(younger);
        subject().writeOnce(older);
        subject().writeOnce(published);
        subject().markPublished(published.key(), AT);

        // When
        var unpublished = subject().unpublished();

        // Then
        assertThat(unpublished).containsSubsequence(older, younger).doesNotContain(published);
        assertThat(unpublished).extracting(StoredOutcome::key).doesNotContain(published.key());
    }

    private static StoredOutcome outcome(String key, String type, Instant at) {
        return new StoredOutcome(key, "LaunchInstance", type, "id-" + type, "{\"a\":1}", at, false);
    }
}
