package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link JobNotes} keeps, the fake as well as DynamoDB. */
abstract class JobNotesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String WORKER = "i-0123456789abcdef0";

    abstract JobNotes subject();

    /** Of a run that no other test uses. */
    abstract String freshRun();

    /**
     * Puts an item there, as it is made before the run.
     *
     * @param key {@code fit}, or {@code fit#3}
     * @param attributes of which {@code waiting_for} is a set of texts, {@code elements_done} one of numbers, each with
     *     blanks between, and {@code rank} a number
     */
    abstract void put(String runId, String key, Map<String, String> attributes);

    /** The same way, without key and expiry; empty when there is none. */
    abstract Map<String, String> item(String runId, String key);

    @Test
    void aTryThatBeganIsNotedAndWaitsForNobody() {
        // Given
        String run = freshRun();
        put(run, "fetch", Map.of("status", "waiting", "reason", "waits for a", "waiting_for", "a"));

        // When
        Optional<JobStatus> stands = subject().note(run, started("fetch", 1));

        // Then
        assertThat(stands).contains(JobStatus.RUNNING);
        assertThat(item(run, "fetch"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status", "running",
                        "reason", "try 1",
                        "rank", "2",
                        "attempt", "1",
                        "worker", WORKER,
                        "started_at", "2026-11-23T12:00:00Z"));
    }

    @Test
    void aTryThatEndedIsNotedWithAllThatIsKnown() {
        // Given
        String run = freshRun();
        put(run, "fit#3", Map.of("status", "running", "rank", "2"));

        // When
        Optional<JobStatus> stands = subject()
                .note(
                        run,
                        new JobNote(
                                Element.of("fit", 3),
                                3,
                                JobStatus.DONE,
                                "done",
                                1,
                                WORKER,
                                AT,
                                Optional.of(new JobNote.End(
                                        AT.plusSeconds(9), OptionalInt.of(0), 9, Optional.of("s3://results/fit/3/")))));

        // Then
        assertThat(stands).contains(JobStatus.DONE);
        assertThat(item(run, "fit#3"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status", "done",
                        "reason", "done",
                        "rank", "3",
                        "attempt", "1",
                        "worker", WORKER,
                        "started_at", "2026-11-23T12:00:00Z",
                        "ended_at", "2026-11-23T12:00:09Z",
                        "exit_code", "0",
                        "seconds", "9",
                        "results", "s3://results/fit/3/"));
    }

    @Test
    void nothingOfAnEarlierTryIsLeftByALaterOne() {
        // Given
        String run = freshRun();
        put(run, "fetch", Map.of("status", "waiting"));
        subject().note(run, ended("fetch", 1));

        // When
        subject().note(run, started("fetch", 2));

        // Then
        assertThat(item(run, "fetch"))
                .containsOnlyKeys("status", "reason", "rank", "attempt", "worker", "started_at")
                .containsEntry("rank", "4");
    }

    @Test
    void theHighestRankStaysAndWhoeverComesLaterHearsHowItStands() {
        // Given
        String run = freshRun();
        put(run, "fetch", Map.of("status", "waiting"));
        subject().note(run, started("fetch", 2));
        Map<String, String> before = item(run, "fetch");

        // When
        Optional<JobStatus> lower = subject().note(run, ended("fetch", 1));
        Optional<JobStatus> same = subject().note(run, started("fetch", 2));

        // Then
        assertThat(lower).contains(JobStatus.RUNNING);
        assertThat(same).contains(JobStatus.RUNNING);
        assertThat(item(run, "fetch")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "SKIPPED", "CANCELLED"})
    void theMachinesWordStays(JobStatus end) {
        // Given
        String run = freshRun();
        Map<String, String> settled = Map.of("status", end.wire(), "reason", "the machine's");
        put(run, "fetch", settled);

        // When
        Optional<JobStatus> stands = subject().note(run, ended("fetch", 9));
        subject().note(run, "fetch", new ArrayNote.Begun(AT));
        subject().note(run, "fetch", new ArrayNote.Partly(AT, 0, 2));
        subject().note(run, "fetch", new ArrayNote.Done(AT));
        subject().release(run, "fetch", "a");

        // Then
        assertThat(stands).contains(end);
        assertThat(item(run, "fetch")).isEqualTo(settled);
    }

    @Test
    void noItemIsMade() {
        // Given
        String run = freshRun();

        // When
        Optional<JobStatus> stands = subject().note(run, started("fetch", 1));
        OptionalInt counted = subject().count(run, "fetch", 0);
        subject().note(run, "fetch", new ArrayNote.Begun(AT));
        subject().note(run, "fetch", new ArrayNote.Partly(AT, 1, 2));
        subject().note(run, "fetch", new ArrayNote.Done(AT));
        subject().release(run, "fetch", "a");

        // Then
        assertThat(stands).isEmpty();
        assertThat(counted).isEmpty();
        assertThat(item(run, "fetch")).isEmpty();
    }

    @Test
    void anElementCountsOnce() {
        // Given
        String run = freshRun();
        put(run, "fit", Map.of("status", "waiting", "elements_done", "2"));

        // When, Then
        assertThat(subject().count(run, "fit", 10)).hasValue(2);
        assertThat(subject().count(run, "fit", 10)).hasValue(2);
        assertThat(subject().count(run, "fit", 2)).hasValue(2);
        assertThat(subject().count(run, "fit", 0)).hasValue(3);
    }

    @Test
    void theFirstElementThatRunsBeginsItsArrayAndLaterOnesDoNot() {
        // Given
        String run = freshRun();
        put(run, "fit", Map.of("status", "waiting", "reason", "waits for fetch", "waiting_for", "fetch"));

        // When
        subject().note(run, "fit", new ArrayNote.Begun(AT));
        subject().note(run, "fit", new ArrayNote.Begun(AT.plusSeconds(1)));

        // Then
        assertThat(item(run, "fit"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("status", "running", "started_at", AT.toString()));
    }

    @Test
    void anArraySaysHowManyAreDoneUnlessMoreAre() {
        // Given
        String run = freshRun();
        put(run, "fit", Map.of("status", "waiting", "waiting_for", "fetch"));
        subject().count(run, "fit", 0);
        subject().count(run, "fit", 1);

        // When
        subject().note(run, "fit", new ArrayNote.Partly(AT, 2, 3));
        subject().note(run, "fit", new ArrayNote.Partly(AT.plusSeconds(1), 1, 3));

        // Then
        assertThat(item(run, "fit"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status", "running",
                        "reason", "2 of 3 done",
                        "started_at", AT.toString(),
                        "elements_done", "0 1"));
    }

    @Test
    void anArrayIsDoneOnce() {
        // Given
        String run = freshRun();
        put(run, "fit", Map.of("status", "running", "started_at", AT.toString()));

        // When
        subject().note(run, "fit", new ArrayNote.Done(AT.plusSeconds(5)));
        subject().note(run, "fit", new ArrayNote.Done(AT.plusSeconds(6)));
        subject().note(run, "fit", new ArrayNote.Begun(AT.plusSeconds(7)));

        // Then
        assertThat(item(run, "fit"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status", "done",
                        "reason", "done",
                        "started_at", AT.toString(),
                        "ended_at", "2026-11-23T12:00:05Z"));
    }

    @Test
    void whoWaitsSaysForWhomUntilItWaitsForAWorker() {
        // Given
        String run = freshRun();
        put(run, "report", Map.of("status", "waiting", "reason", "waits for a, b, c", "waiting_for", "a b c"));

        // When, Then: in whatever order, and twice
        subject().release(run, "report", "b");
        subject().release(run, "report", "b");
        assertThat(item(run, "report"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("status", "waiting", "reason", "waits for a, c", "waiting_for", "a c"));
        subject().release(run, "report", "c");
        subject().release(run, "report", "a");
        subject().release(run, "report", "a");
        assertThat(item(run, "report"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("status", "waiting", "reason", "ready, waits for a worker"));
    }

    @Test
    void whoHasTriedSaysHowThatWentAndNotForWhomItWaited() {
        // Given
        String run = freshRun();
        put(run, "report", Map.of("status", "waiting", "reason", "waits for a", "waiting_for", "a"));
        subject().note(run, ended("report", 1));

        // When: the end of what it waited for is heard late
        subject().release(run, "report", "a");

        // Then
        assertThat(item(run, "report")).containsEntry("reason", "try 1: ended with 3");
    }

    private static JobNote started(String job, int attempt) {
        return new JobNote(
                Element.of(job),
                attempt * 2L,
                JobStatus.RUNNING,
                "try " + attempt,
                attempt,
                WORKER,
                AT,
                Optional.empty());
    }

    private static JobNote ended(String job, int attempt) {
        return new JobNote(
                Element.of(job),
                attempt * 2L + 1,
                JobStatus.WAITING,
                "try " + attempt + ": ended with 3",
                attempt,
                WORKER,
                AT,
                Optional.of(new JobNote.End(AT.plusSeconds(9), OptionalInt.of(3), 9, Optional.of("s3://results/"))));
    }
}
