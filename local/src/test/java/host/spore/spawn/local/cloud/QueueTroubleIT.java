package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What happens to queues while they run: somebody ends them, and their workers are taken away. */
class QueueTroubleIT {
    private static final Duration SOON = Duration.ofMinutes(8);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void aCancelledRunEndsWithinHalfAMinuteAndCleansUp() {
        // Given: a job that says every second that it lives
        Batch queue = new Batch(cloud, folder, "cancel", "", """
                  - {job_id: first, command: 'true', timeout: 1m}
                  - {job_id: long, command: 'while true; do date +%s; sleep 1; done', timeout: 1h, depends_on: [first]}
                  - {job_id: never, command: 'true', timeout: 1m, depends_on: [long]}
                  - {job_id: tidy, command: 'echo tidied', timeout: 1m, always: true}
                """);
        String run = queue.submit();
        queue.awaitStart(run, "long", SOON);

        // When
        Instant asked = Instant.now();
        String cancel = queue.cancel();

        // Then
        JsonObject cancelled = queue.outcome(cancel, "QueueCancelled", SOON);
        assertThat(cancelled.string("runId")).isEqualTo(run);
        assertThat(cancelled.string("reason")).contains("long");
        JsonObject failed = queue.outcome(run, "QueueFailed", SOON);
        assertThat(failed.string("cause")).isEqualTo("cancelled");
        assertThat(queue.statuses(run))
                .containsEntry("first", "done")
                .containsEntry("long", "cancelled")
                .containsEntry("tidy", "done");
        assertThat(lastSign(queue.object(run, "jobs/long/stdout.log")))
                .as("the last sign of life")
                .isBefore(asked.plusSeconds(30));

        // When, Then: there is nothing left to cancel
        String again = queue.cancel();
        assertThat(queue.outcome(again, "CommandRejected", SOON).string("reason"))
                .contains(queue.id);
    }

    @Test
    void aWorkerThatIsGoneIsReplacedAndItsJobRunsElsewhereWithoutUsingUpATry() {
        // Given: a job with one try, that goes on for ever where it is tried first
        Batch queue = new Batch(cloud, folder, "lost", "", """
                  - {job_id: only, command: 'test $JOB_ATTEMPT -ge 2 || sleep 600', timeout: 1h}
                """);
        String run = queue.submit();
        String worker = queue.awaitStart(run, "only", SOON);

        // When: past spawn, as an accident would be
        cloud.ec2.terminateInstances(request -> request.instanceIds(worker));

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        Await.until("both tries are told", SOON, () -> queue.starts(run, "only") == 2);
        assertThat(queue.items(run, "worker#").keySet()).contains("1#0", "1#1");
    }

    @Test
    void aWorkerThatSomebodyStopsIsEndedAndReplaced() {
        // Given
        Batch queue = new Batch(cloud, folder, "stopped", "", """
                  - {job_id: only, command: 'test $JOB_ATTEMPT -ge 2 || sleep 600', timeout: 1h}
                """);
        String run = queue.submit();
        String worker = queue.awaitStart(run, "only", SOON);

        // When: in EC2's console
        cloud.ec2.stopInstances(request -> request.instanceIds(worker));

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(queue.items(run, "worker#").keySet()).contains("1#0", "1#1");
        Await.until("it is gone", SOON, () -> cloud.describe(worker).state().name() == InstanceStateName.TERMINATED);
    }

    @Test
    void aSpotWorkerHandsItsJobBackAndAnotherOneTakesIt() {
        // Given
        Batch queue = new Batch(cloud, folder, "spot", "", """
                  - {job_id: only, command: 'test $JOB_ATTEMPT -ge 2 || sleep 600', timeout: 1h}
                """);
        String run = queue.submit("--spot");
        String worker = queue.awaitStart(run, "only", SOON);

        // When
        assertThat(cloud.script("interrupt", worker, "--seconds", "40").exit()).isZero();

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        Await.until("both tries are told", SOON, () -> queue.starts(run, "only") == 2);
        cloud.tap.await(
                "the job is handed back",
                SOON,
                heard -> heard.isAbout(worker)
                        && heard.type().equals("JobEnded")
                        && heard.detail().string("status").equals("lost"));
    }

    /** Whoever comes first wins, and both say the same: a run that was cancelled was not completed. */
    @ParameterizedTest
    @ValueSource(strings = {"SubmitQueue", "QueueStarted", "JobStarted", "JobEnded"})
    void aCancelThatMeetsTheBeginningOrTheEndHasOneOutcomeAndSoHasTheRun(String moment) {
        // Given
        Batch queue = new Batch(cloud, folder, "race", "", "  - {job_id: only, command: 'true', timeout: 1m}\n");
        String run = queue.submit();
        cloud.tap.await(
                moment + " of " + run,
                SOON,
                heard -> heard.type().equals(moment)
                        && (heard.answers(run)
                                || heard.detail().optionalString("id").equals(Optional.of(run))
                                || heard.detail().optionalString("runId").equals(Optional.of(run))));

        // When
        String cancel = queue.cancel();

        // Then
        Heard end = cloud.tap.await("the run's end", SOON, heard -> heard.answers(run) && isEnd(heard));
        Heard answer = cloud.tap.await("the cancel's end", SOON, heard -> heard.answers(cancel));
        boolean cancelled = answer.type().equals("QueueCancelled");
        assertThat(answer.type()).isIn("QueueCancelled", "CommandRejected");
        assertThat(end.type()).isEqualTo(cancelled ? "QueueFailed" : "QueueCompleted");
        if (cancelled) {
            assertThat(end.detail().string("cause")).isEqualTo("cancelled");
        }
        Await.until("its workers are gone", SOON, () -> queue.workers(run).isEmpty());
        assertThat(cloud.tap.all(heard -> heard.answers(run) && isEnd(heard))).hasSize(1);
        assertThat(cloud.tap.all(heard -> heard.answers(cancel))).hasSize(1);
    }

    private static boolean isEnd(Heard heard) {
        return Set.of("QueueCompleted", "QueueFailed").contains(heard.type());
    }

    private static Instant lastSign(String log) {
        return Instant.ofEpochSecond(Long.parseLong(log.lines().toList().getLast()));
    }
}
