package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link JobRows} keeps, the fake as well as DynamoDB. */
public abstract class JobRowsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant EXPIRES = AT.plusSeconds(3_600);
    private static final Element FIT = Element.of("fit");
    private static final JobRow.Facts FACTS = new JobRow.Facts(
            OptionalInt.of(2),
            Optional.of("i-0123456789abcdef0"),
            Optional.of(AT),
            OptionalInt.of(3),
            Optional.of(12L),
            Optional.of("s3://bucket/jobs/fit/"));

    abstract JobRows subject();

    /** A run that no other test uses. */
    protected abstract String freshRun();

    private JobRow row(String run, Element element) {
        return subject().all(run).stream()
                .filter(row -> row.element().equals(element))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsBegunIsRead() {
        // Given
        String run = freshRun();
        List<JobRow> rows = List.of(
                JobRow.waiting(FIT, Set.of("a", "b"), "waits for a, b").withDone(Set.of(0, 2)),
                JobRow.waiting(Element.of("fit", 11), Set.of(), "ready").with(FACTS),
                JobRow.waiting(Element.of("fit.x"), Set.of(), "ready").ended(JobStatus.DONE, "done", AT));

        // When
        subject().begin(run, rows, EXPIRES);

        // Then
        assertThat(subject().all(run)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(subject().all(freshRun())).isEmpty();
    }

    /** More than one batch and one page, and some of them there before. */
    @Test
    void manyAreBegunAndNoneAnew() {
        // Given
        String run = freshRun();
        List<JobRow> rows = IntStream.range(0, 250)
                .mapToObj(i -> JobRow.waiting(Element.of("fit", i), Set.of(), "ready"))
                .toList();
        List<JobRow> there = List.of(
                rows.get(3).ended(JobStatus.DONE, "done", AT), rows.get(120).ended(JobStatus.FAILED, "no", AT));
        subject().begin(run, there, EXPIRES);

        // When
        subject().begin(run, rows, EXPIRES);
        subject().begin(run, rows, EXPIRES);

        // Then
        assertThat(subject().all(run)).hasSize(250).containsAll(there);
    }

    @Test
    void aJobEndsFromWhereItMay() {
        // Given
        String run = freshRun();
        JobRow waiting = JobRow.waiting(FIT, Set.of("a"), "waits for a");
        JobRow done = JobRow.waiting(Element.of("a"), Set.of(), "ready").ended(JobStatus.DONE, "done", AT);
        subject().begin(run, List.of(waiting, done), EXPIRES);

        // When
        List<JobRow> ends = List.of(
                waiting.ended(JobStatus.SKIPPED, "skipped: a failed", AT.plusSeconds(5)),
                done.ended(JobStatus.SKIPPED, "skipped: b failed", AT.plusSeconds(5)));
        subject().end(run, ends, EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING), EXPIRES);

        // Then
        JobRow skipped = row(run, FIT);
        assertThat(skipped.status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(skipped.reason()).contains("skipped: a failed");
        assertThat(skipped.waitingFor()).isEmpty();
        assertThat(skipped.endedAt()).contains(AT.plusSeconds(5));
        assertThat(row(run, Element.of("a"))).isEqualTo(done);
    }

    @Test
    void whatWorkersSaidStays() {
        // Given
        String run = freshRun();
        JobRow running = JobRow.waiting(FIT, Set.of(), "ready")
                .at(JobStatus.RUNNING, "try 2")
                .with(FACTS);
        subject().begin(run, List.of(running), EXPIRES);

        // When
        JobRow.Facts others = new JobRow.Facts(
                OptionalInt.of(1),
                Optional.of("i-0fffffffffffffff0"),
                Optional.empty(),
                OptionalInt.of(4),
                Optional.of(1L),
                Optional.empty());
        subject()
                .end(
                        run,
                        List.of(JobRow.waiting(FIT, Set.of(), "")
                                .with(others)
                                .ended(JobStatus.FAILED, "ended with 3", AT)),
                        EnumSet.of(JobStatus.RUNNING),
                        EXPIRES);

        // Then
        assertThat(row(run, FIT).status()).isEqualTo(JobStatus.FAILED);
        assertThat(row(run, FIT).facts()).isEqualTo(FACTS);
    }

    @Test
    void whatIsKnownOfALostItemIsWritten() {
        // Given
        String run = freshRun();

        // When
        JobRow end = JobRow.waiting(FIT, Set.of(), "").with(FACTS).ended(JobStatus.DONE, "done", AT);
        subject().end(run, List.of(end), EnumSet.of(JobStatus.WAITING), EXPIRES);

        // Then
        assertThat(row(run, FIT)).isEqualTo(end);
    }

    @Test
    void manyEndAtOnce() {
        // Given
        String run = freshRun();
        List<JobRow> rows = IntStream.range(0, 60)
                .mapToObj(i -> JobRow.waiting(Element.of("fit", i), Set.of(), "ready"))
                .toList();
        subject().begin(run, rows, EXPIRES);

        // When
        subject()
                .end(
                        run,
                        rows.stream()
                                .map(row -> row.ended(JobStatus.CANCELLED, "not begun", AT))
                                .toList(),
                        EnumSet.of(JobStatus.WAITING),
                        EXPIRES);

        // Then
        assertThat(subject().all(run)).hasSize(60).allMatch(row -> row.status() == JobStatus.CANCELLED);
    }
}
