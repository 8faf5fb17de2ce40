package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link QueueSights} reads of what the package queue writes. */
abstract class QueueSightsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract QueueSights subject();

    /** As the flow of queues does. */
    abstract void begin(String commandType, QueueRun run);

    /** As the flow of queues does, before any of its tries. */
    abstract void add(String runId, QueueJob job);

    /** A run's id that no other test uses. */
    abstract String freshId();

    @Test
    void findsTheLatestRunsSubmittedOrResumedTheNewestFirst() {
        // Given: later than those of the other tests
        Instant late = Instant.parse("2031-01-01T00:00:00Z");
        QueueRun first = run(freshId(), late);
        QueueRun second = run(freshId(), late.plusSeconds(1));
        QueueRun third = run(freshId(), late.plusSeconds(2));
        begin("SubmitQueue", first);
        begin("ResumeQueue", second);
        begin("SubmitQueue", third);

        // When, Then
        assertThat(subject().latest(2)).containsExactly(third, second);
        assertThat(subject().latest(3)).containsExactly(third, second, first);
    }

    @Test
    void findsARun() {
        // Given
        QueueRun run = run(freshId(), AT);
        begin("SubmitQueue", run);

        // When, Then
        assertThat(subject().find(run.runId())).contains(run);
        assertThat(subject().find("nobody")).isEmpty();
    }

    @Test
    void readsTheJobsOfARunArraysAndTheirElementsAmongThem() {
        // Given
        String run = freshId();
        QueueJob done =
                job("prepare", OptionalInt.empty(), "done", "done by an earlier run", Set.of(), 0, Optional.of(AT));
        QueueJob array =
                job("fit", OptionalInt.empty(), "waiting", "waits for prepare", Set.of("prepare"), 2, Optional.empty());
        QueueJob element =
                job("fit", OptionalInt.of(3), "waiting", "waits with its array", Set.of(), 0, Optional.empty());
        add(run, done);
        add(run, array);
        add(run, element);
        add(freshId(), done);

        // When, Then
        assertThat(subject().jobs(run)).containsExactlyInAnyOrder(done, array, element);
    }

    private static QueueRun run(String id, Instant at) {
        return new QueueRun(id, "train", "lab", 3, "starting", Optional.empty(), at, Optional.empty());
    }

    private static QueueJob job(
            String id,
            OptionalInt index,
            String status,
            String reason,
            Set<String> waitingFor,
            int elementsDone,
            Optional<Instant> endedAt) {
        return new QueueJob(
                id,
                index,
                status,
                Optional.of(reason),
                waitingFor,
                elementsDone,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                endedAt,
                OptionalInt.empty());
    }
}
