package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.QueueFailure;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatesTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Element FETCH = Element.of("fetch");
    private static final Plan PLAN = PlanTest.of(Stage.TRAIN, Map.of());

    private static Optional<Runs.Execution> execution(Runs.Status status, @Nullable String error) {
        return Optional.of(new Runs.Execution(status, Optional.ofNullable(error), Optional.empty()));
    }

    private static Fates fates(
            List<JobRow> rows,
            Map<Element, Tries> tries,
            Optional<Runs.Execution> main,
            Optional<Runs.Execution> always) {
        return new Fates(PLAN, rows, tries, new Verdict.Ends(main, always), AT);
    }

    private static Tries failed(int used) {
        return new Tries(used, used, new Tries.Failed("Job.Exit.3", AT), JobRow.Facts.NONE);
    }

    private static JobRow first(Fates fates, String job) {
        return fates.known().getOrDefault(job, List.of()).getFirst();
    }

    /** fetch may be tried three times. What failed before that waits for its next try, unless the machine came to its end. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1, ABORTED, -, WAITING",
                "2, TIMED_OUT, -, WAITING",
                "3, ABORTED, -, FAILED",
                "1, FAILED, Queue.JobsFailed, FAILED",
                "1, FAILED, Gate.NotOpened, WAITING",
                "1, SUCCEEDED, -, FAILED",
            })
    void theLastTryThatFailedIsTheLastOneWhenNoneComesBehindIt(
            int used, Runs.Status main, @Nullable String error, JobStatus status) {
        JobRow fetch =
                first(fates(List.of(), Map.of(FETCH, failed(used)), execution(main, error), Optional.empty()), "fetch");
        assertThat(fetch.status()).isEqualTo(status);
        assertThat(fetch.reason()).contains("try " + used + ": ended with 3");
    }

    /** What its machine would not have tried again has failed, though the run was stopped right behind it. */
    @ParameterizedTest
    @CsvSource({
        "[75], [], 3, FAILED",
        "[75], [], 75, WAITING",
        "[], [3], 3, FAILED",
        "[], [3], 4, WAITING",
        "'[3, 4]', [3], 3, FAILED",
        "'[3, 4]', [3], 4, WAITING",
    })
    void whatIsNotTriedAgainHasFailed(String on, String notOn, int code, JobStatus status) {
        Plan plan = PlanTest.of("""
                {"queue_id": "train", "workers": {"instance_type": "c7i.large"}, "jobs": [
                 {"job_id": "fetch", "command": "f", "timeout": "1m",
                  "retry": {"max_attempts": 3, "retry_on_codes": %s, "dont_retry_on_codes": %s}}]}
                """.formatted(on, notOn), Map.of());
        Tries tries = new Tries(1, 1, new Tries.Failed("Job.Exit." + code, AT), JobRow.Facts.NONE);
        Fates fates = new Fates(
                plan,
                List.of(),
                Map.of(FETCH, tries),
                new Verdict.Ends(execution(Runs.Status.ABORTED, null), Optional.empty()),
                AT);

        assertThat(first(fates, "fetch").status()).isEqualTo(status);
    }

    /** A time-out has no code, so where only some codes are tried again, it is not; a lost worker is none of the job's. */
    @ParameterizedTest
    @CsvSource({"Job.TimedOut, FAILED", "Worker.Lost, WAITING", "States.HeartbeatTimeout, WAITING"})
    void whatHasNoCode(String error, JobStatus status) {
        Plan plan = PlanTest.of("""
                {"queue_id": "train", "workers": {"instance_type": "c7i.large"}, "jobs": [
                 {"job_id": "fetch", "command": "f", "timeout": "1m",
                  "retry": {"max_attempts": 3, "retry_on_codes": [75]}}]}
                """, Map.of());
        Tries tries = new Tries(1, 0, new Tries.Failed(error, AT), JobRow.Facts.NONE);
        Fates fates = new Fates(
                plan,
                List.of(),
                Map.of(FETCH, tries),
                new Verdict.Ends(execution(Runs.Status.ABORTED, null), Optional.empty()),
                AT);

        assertThat(first(fates, "fetch").status()).isEqualTo(status);
    }

    /** The table's word counts, where it says an end. */
    @Test
    void whatIsOverStaysAndGainsWhatIsKnown() {
        JobRow done = JobRow.waiting(FETCH, Set.of(), "").ended(JobStatus.DONE, "done", AT);
        JobRow.Facts facts = new JobRow.Facts(
                OptionalInt.of(2),
                Optional.of("i-1"),
                Optional.empty(),
                OptionalInt.of(3),
                Optional.empty(),
                Optional.empty());
        Tries tries = new Tries(2, 2, new Tries.Failed("Job.Exit.3", AT), facts);

        JobRow fetch = first(
                fates(List.of(done), Map.of(FETCH, tries), execution(Runs.Status.SUCCEEDED, null), Optional.empty()),
                "fetch");

        assertThat(fetch).isEqualTo(done.with(facts));
    }

    /** Not the first failure of the run, but the one for which it was skipped. */
    @Test
    void anElementIsSkippedForWhatItsArrayWas() {
        JobRow fit = JobRow.waiting(Element.of("fit"), Set.of(), "")
                .ended(JobStatus.SKIPPED, "skipped: fetch failed, long ago", AT);
        Fates fates = fates(List.of(fit), Map.of(), execution(Runs.Status.ABORTED, null), Optional.empty());
        assertThat(fates.known().get("fit"))
                .hasSize(3)
                .allMatch(row -> row.status() == JobStatus.SKIPPED)
                .allMatch(row -> row.reason().equals(Optional.of("skipped: fetch failed, long ago")));
    }

    /** A job that runs always failed; that makes none of the others less done. */
    @Test
    void aMachineThatSucceededProvesItsOwnJobsAndNoOthers() {
        JobRow tidy = JobRow.waiting(Element.of("tidy"), Set.of(), "").ended(JobStatus.FAILED, "ended with 3", AT);
        Fates both = fates(
                List.of(tidy),
                Map.of(),
                execution(Runs.Status.SUCCEEDED, null),
                execution(Runs.Status.SUCCEEDED, null));
        assertThat(Fates.done(both.known())).isEqualTo(5);
        assertThat(Fates.failed(both.known())).containsExactly(tidy);

        Fates failed = fates(
                List.of(),
                Map.of(),
                execution(Runs.Status.FAILED, "Queue.JobsFailed"),
                execution(Runs.Status.SUCCEEDED, null));
        assertThat(Fates.done(failed.known())).as("tidy alone").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STOPPED | false | SKIPPED | skipped: baseline failed",
                "STOPPED | true | CANCELLED | killed, since baseline failed and on_failure is stop",
                "JOBS_FAILED | false | SKIPPED | skipped: baseline failed",
                "CANCELLED | false | CANCELLED | not begun: the queue was cancelled",
                "CANCELLED | true | CANCELLED | killed: the queue was cancelled",
                "TIMED_OUT | false | CANCELLED | not begun: the queue's time was up",
                "TIMED_OUT | true | CANCELLED | killed: the queue's time was up",
                "NO_WORKERS | false | CANCELLED | no worker was left to run it",
                "NO_WORKERS | true | CANCELLED | no worker was left to run it",
                "ERROR | false | CANCELLED | not begun: the run ended with an error",
                "ERROR | true | CANCELLED | killed: the run ended with an error",
            })
    void whatIsOpenEndsAsTheRunDid(QueueFailure failure, boolean begun, JobStatus status, String reason) {
        // Given: another branch failed
        JobRow baseline =
                JobRow.waiting(Element.of("baseline"), Set.of(), "").ended(JobStatus.FAILED, "ended with 3", AT);
        JobRow score = JobRow.waiting(Element.of("score"), Set.of(), "waits for fit");
        Fates fates = fates(
                List.of(baseline, begun ? score.at(JobStatus.RUNNING, "try 1") : score),
                Map.of(),
                execution(Runs.Status.ABORTED, null),
                Optional.empty());

        // When
        Map<String, List<JobRow>> ended = fates.ended(fates.known(), new Verdict(Optional.of(failure), "why"));

        // Then
        assertThat(ended.getOrDefault("score", List.of()).getFirst()).isEqualTo(score.ended(status, reason, AT));
        assertThat(ended.values())
                .allSatisfy(
                        some -> assertThat(some).allMatch(row -> row.status().isOver()));
    }

    /** The nearest failure, where there is one that it waits for. */
    @Test
    void aSkippedJobNamesWhatItWaitedFor() {
        JobRow baseline =
                JobRow.waiting(Element.of("baseline"), Set.of(), "").ended(JobStatus.FAILED, "ended with 3", AT);
        JobRow fit = JobRow.waiting(Element.of("fit", 1), Set.of(), "").ended(JobStatus.FAILED, "ended with 4", AT);
        Fates fates = fates(
                List.of(baseline, fit), Map.of(), execution(Runs.Status.FAILED, "Queue.JobsFailed"), Optional.empty());
        Map<String, List<JobRow>> ended =
                fates.ended(fates.known(), new Verdict(Optional.of(QueueFailure.JOBS_FAILED), "why"));
        assertThat(ended.getOrDefault("score", List.of()).getFirst().reason()).contains("skipped: fit failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DONE/DONE | DONE | all 2 elements are done",
                "DONE/FAILED | FAILED | 1 of 2 elements failed; 1: failed",
                "CANCELLED/FAILED | FAILED | 1 of 2 elements failed; 1: failed",
                "CANCELLED/SKIPPED | CANCELLED | 1 of 2 elements cancelled; 0: cancelled",
                "DONE/SKIPPED | SKIPPED | 1 of 2 elements skipped; 1: skipped",
            })
    void anArrayIsAsItsElementsAre(String elements, JobStatus status, String reason) {
        String[] each = elements.split("/");
        List<JobRow> some = List.of(0, 1).stream()
                .map(i -> JobRow.waiting(Element.of("fit", i), Set.of(), "")
                        .ended(
                                JobStatus.valueOf(each[i]),
                                JobStatus.valueOf(each[i]).wire(),
                                AT))
                .toList();
        JobRow whole = Fates.whole("fit", some, Optional.empty(), AT);
        assertThat(whole.element()).isEqualTo(Element.of("fit"));
        assertThat(whole.status()).isEqualTo(status);
        assertThat(whole.reason()).contains(reason);
    }
}
