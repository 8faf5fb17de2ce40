package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.compile.Gate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Gates} keeps, the fake as well as DynamoDB; park and look are the machine's own calls. */
public abstract class GatesContract {
    private static final Instant EXPIRES = Instant.parse("2026-11-23T12:00:00Z");

    abstract Gates subject();

    /** A run that no other test uses. */
    protected abstract String freshRun();

    /** As a compiled machine does: false, when its condition fails. */
    protected abstract boolean park(String runId, String target, String token);

    /** As a compiled machine does: {@code open}, {@code skip} or {@code shut}. */
    protected abstract String look(String runId, String target);

    private String withGate() {
        String run = freshRun();
        subject().begin(run, List.of(new Gate("c", List.of("a", "b"), List.of("a", "b"))), EXPIRES);
        return run;
    }

    @Test
    void parkedAndThenOpened() {
        // Given
        String run = withGate();
        assertThat(park(run, "c", "token-1")).isTrue();

        // When, Then
        assertThat(subject().release(run, "c", "a")).isEqualTo(new Gates.Shut());
        assertThat(subject().release(run, "c", "a")).as("twice").isEqualTo(new Gates.Shut());
        assertThat(look(run, "c")).isEqualTo("shut");
        assertThat(subject().release(run, "c", "b")).isEqualTo(new Gates.Open(Optional.of("token-1")));
        assertThat(subject().release(run, "c", "b")).as("twice").isEqualTo(new Gates.Open(Optional.of("token-1")));
    }

    @Test
    void openedAndThenTooLateToPark() {
        // Given
        String run = withGate();

        // When
        subject().release(run, "c", "b");
        Gates.State last = subject().release(run, "c", "a");

        // Then
        assertThat(last).isEqualTo(new Gates.Open(Optional.empty()));
        assertThat(park(run, "c", "token-1")).isFalse();
        assertThat(look(run, "c")).isEqualTo("open");
    }

    @Test
    void parkedAgainTheLaterTokenCounts() {
        // Given: the call that parked was taken for lost, and is made again
        String run = withGate();
        park(run, "c", "token-1");
        park(run, "c", "token-2");

        // When
        subject().release(run, "c", "a");

        // Then
        assertThat(subject().release(run, "c", "b")).isEqualTo(new Gates.Open(Optional.of("token-2")));
    }

    @Test
    void skippedItIsNeverOpened() {
        // Given
        String run = withGate();
        park(run, "c", "token-1");

        // When, Then
        assertThat(subject().skip(run, "c", "skipped: a failed")).isEqualTo(new Gates.Skipped(Optional.of("token-1")));
        assertThat(subject().skip(run, "c", "skipped: b failed"))
                .as("twice")
                .isEqualTo(new Gates.Skipped(Optional.of("token-1")));
        assertThat(subject().release(run, "c", "b")).isEqualTo(new Gates.Skipped(Optional.of("token-1")));
        assertThat(park(run, "c", "token-2")).isFalse();
        assertThat(look(run, "c")).isEqualTo("skip");
    }

    @Test
    void openItIsNeverSkipped() {
        // Given
        String run = withGate();
        subject().release(run, "c", "a");
        subject().release(run, "c", "b");

        // When, Then
        assertThat(subject().skip(run, "c", "skipped: a failed")).isEqualTo(new Gates.Open(Optional.empty()));
        assertThat(look(run, "c")).isEqualTo("open");
    }

    @Test
    void madeAgainItStaysAsItIs() {
        // Given
        String run = withGate();
        subject().release(run, "c", "a");
        subject().release(run, "c", "b");

        // When
        subject().begin(run, List.of(new Gate("c", List.of("a", "b"), List.of("a", "b"))), EXPIRES);

        // Then
        assertThat(look(run, "c")).isEqualTo("open");
    }

    @Test
    void aGateThatNobodyMadeIsNotMadeByOthers() {
        // Given
        String run = freshRun();

        // When, Then
        assertThat(subject().release(run, "c", "a")).isEqualTo(new Gates.Missing());
        assertThat(subject().skip(run, "c", "why")).isEqualTo(new Gates.Missing());
        assertThat(park(run, "c", "token-1")).isFalse();
        assertThat(look(run, "c")).isEqualTo("shut");
    }

    @Test
    void manyAreMade() {
        // Given
        String run = freshRun();
        List<Gate> gates = IntStream.range(0, 150)
                .mapToObj(i -> new Gate("job-" + i + " +2", List.of("a"), List.of("a")))
                .toList();

        // When
        subject().begin(run, gates, EXPIRES);

        // Then
        assertThat(look(run, "job-149 +2")).isEqualTo("shut");
        assertThat(subject().release(run, "job-149 +2", "a")).isEqualTo(new Gates.Open(Optional.empty()));
        assertThat(look(run, "job-0 +2")).isEqualTo("shut");
    }
}
