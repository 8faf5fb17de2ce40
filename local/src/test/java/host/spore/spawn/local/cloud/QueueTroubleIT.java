package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to queues while they run: somebody ends them, and their workers are taken away. */
class QueueTroubleIT {
    private static final Duration SOON = Duration.ofMinutes(8);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void aCancelledRunEndsWithinHalfAMinuteAndCleansUp() throws IOException {
        // Given: a job that says every second that it lives
        Path alive = folder.resolve("alive");
        Batch queue = new Batch(cloud, folder, "cancel", "", """
                  - {job_id: first, command: 'true', timeout: 1m}
                  - {job_id: long, command: 'while true; do date +%%s > %s; sleep 1; done', timeout: 1h, depends_on: [first]}
                  - {job_id: never, command: 'true', timeout: 1m, depends_on: [long]}
                  - {job_id: tidy, command: 'echo tidied', timeout: 1m, always: true}
                """.formatted(alive));
        String run = queue.submit();
        Await.until("the job runs", SOON, () -> Files.exists(alive));

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
        assertThat(lastSign(alive)).as("the last sign of life").isBefore(asked.plusSeconds(30));

        // When, Then: there is nothing left to cancel
        String again = queue.cancel();
        assertThat(queue.outcome(again, "CommandRejected", SOON).string("reason"))
                .contains(queue.id);
    }

    @Test
    void aWorkerThatIsGoneIsReplacedAndItsJobRunsElsewhereWithoutUsingUpATry() throws IOException {
        // Given: a job with one try, that goes on for ever where it is tried first
        Path tries = folder.resolve("tries");
        Batch queue = new Batch(cloud, folder, "lost", "", """
                  - {job_id: only, command: 'echo x >> %1$s; if [ $(wc -l < %1$s) -lt 2 ]; then sleep 600; fi', timeout: 1h}
                """.formatted(tries));
        String run = queue.submit();
        Await.until("the job runs", SOON, () -> Files.exists(tries));
        String worker = queue.workers(run).getFirst();

        // When: past spawn, as an accident would be
        cloud.ec2.terminateInstances(request -> request.instanceIds(worker));

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(Files.readAllLines(tries)).hasSize(2);
        assertThat(queue.items(run, "worker#").keySet()).contains("1#0", "1#1");
    }

    @Test
    void aSpotWorkerHandsItsJobBackAndAnotherOneTakesIt() throws IOException {
        // Given
        Path tries = folder.resolve("spot");
        Batch queue = new Batch(cloud, folder, "spot", "", """
                  - {job_id: only, command: 'echo x >> %1$s; if [ $(wc -l < %1$s) -lt 2 ]; then sleep 600; fi', timeout: 1h}
                """.formatted(tries));
        String run = queue.submit("--spot");
        Await.until("the job runs", SOON, () -> Files.exists(tries));
        String worker = queue.workers(run).getFirst();

        // When
        assertThat(cloud.script("interrupt", worker, "--seconds", "40").exit()).isZero();

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(Files.readAllLines(tries)).hasSize(2);
        assertThat(cloud.tap.all(heard -> heard.isAbout(worker)
                        && heard.type().equals("JobEnded")
                        && heard.detail().string("status").equals("lost")))
                .hasSize(1);
    }

    private static Instant lastSign(Path alive) throws IOException {
        return Instant.ofEpochSecond(Long.parseLong(Files.readString(alive).strip()));
    }
}
