package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Claims} keeps, the fake as well as DynamoDB. */
public abstract class ClaimsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract Claims subject();

    /** A queue that no other test uses. */
    protected abstract String freshQueue();

    private static QueueClaim held(String run) {
        return new QueueClaim(Optional.of(run), Optional.empty(), AT);
    }

    @Test
    void aQueueThatNeverRanHasNone() {
        assertThat(subject().read(freshQueue())).isEmpty();
    }

    @Test
    void theFirstOneTakesIt() {
        // Given
        String queue = freshQueue();

        // When, Then
        assertThat(subject().take(queue, Optional.empty(), held("run-1"))).isTrue();
        assertThat(subject().take(queue, Optional.empty(), held("run-2"))).isFalse();
        assertThat(subject().read(queue)).contains(held("run-1"));
    }

    @Test
    void whatWasGivenBackSaysWhoHadIt() {
        // Given
        String queue = freshQueue();
        subject().take(queue, Optional.empty(), held("run-1"));

        // When
        subject().free(queue, "run-1");
        subject().free(queue, "run-1");

        // Then
        QueueClaim free = new QueueClaim(Optional.empty(), Optional.of("run-1"), AT);
        assertThat(subject().read(queue)).contains(free);
        assertThat(subject().take(queue, Optional.of(held("run-1")), held("run-2")))
                .as("as it no longer is")
                .isFalse();
        assertThat(subject().take(queue, Optional.of(free), held("run-2"))).isTrue();
    }

    /** Two that have read the same free claim, within one tick of the clock. */
    @Test
    void whatWasFreeIsTakenByOne() {
        // Given
        String queue = freshQueue();
        subject().take(queue, Optional.empty(), held("run-1"));
        subject().free(queue, "run-1");
        Optional<QueueClaim> free = subject().read(queue);

        // When, Then
        assertThat(subject().take(queue, free, held("run-2"))).isTrue();
        assertThat(subject().take(queue, free, held("run-3"))).isFalse();
        assertThat(subject().read(queue)).contains(held("run-2"));
    }

    @Test
    void itIsGivenBackByItsHolderOnly() {
        // Given
        String queue = freshQueue();
        subject().take(queue, Optional.empty(), held("run-2"));

        // When
        subject().free(queue, "run-1");
        subject().free(freshQueue(), "run-1");

        // Then
        assertThat(subject().read(queue)).contains(held("run-2"));
    }

    @Test
    void itIsTakenFromTheVeryHolderThatWasRead() {
        // Given: two that have read the same
        String queue = freshQueue();
        subject().take(queue, Optional.empty(), held("run-1"));
        QueueClaim over = new QueueClaim(Optional.of("run-2"), Optional.of("run-1"), AT.plusSeconds(9));

        // When, Then
        assertThat(subject().take(queue, Optional.of(held("run-1")), over)).isTrue();
        assertThat(subject().take(queue, Optional.of(held("run-1")), held("run-3")))
                .isFalse();
        assertThat(subject().read(queue)).contains(over);
    }

    @Test
    void aRunThatGaveItBackAndTookItAgainIsNotTheOneThatWasRead() {
        // Given
        String queue = freshQueue();
        subject().take(queue, Optional.empty(), held("run-1"));
        subject().free(queue, "run-1");
        QueueClaim free = subject().read(queue).orElseThrow();
        QueueClaim again = new QueueClaim(Optional.empty(), Optional.of("run-2"), AT.plusSeconds(5));
        subject().take(queue, Optional.of(free), again);

        // When, Then
        assertThat(subject().take(queue, Optional.of(free), held("run-3"))).isFalse();
    }
}
