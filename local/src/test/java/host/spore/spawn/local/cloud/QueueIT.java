package host.spore.spawn.local.cloud;

import static host.spore.spawn.local.cloud.Batch.text;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Queues of several shapes, from their file to their summary, with real workers that run real commands. */
class QueueIT {
    private static final Duration SOON = Duration.ofMinutes(6);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void jobsRunInOrderExactlyAsWrittenAndLeaveWhatTheyMade() {
        // Given: a command with everything in it that a shell or JSON could trip over
        Batch queue = new Batch(cloud, folder, "seq", "", """
                  - job_id: make
                    command: |
                      mkdir -p out/a out/b
                      printf '%s' "it's \\"quoted\\" \\$HOME \\`date\\` ünïcode 100%" > out/a/same.txt
                      echo "$GREETING" > out/b/same.txt
                      echo to-stdout; echo to-stderr >&2
                    env: {GREETING: 'hello $(id) "you"'}
                    timeout: 1m
                    result_paths: ["out/*/same.txt"]
                    hooks: {pre: echo before, post: echo after}
                  - job_id: use
                    command: |
                      echo "from $RESULTS_MAKE of $QUEUE_ID try $JOB_ATTEMPT"
                    timeout: 1m
                    depends_on: [make]
                """);

        // When
        String run = queue.submit("--slots", "2");

        // Then
        JsonObject completed = queue.outcome(run, "QueueCompleted", SOON);
        assertThat(completed.integer("jobs")).isEqualTo(2);
        assertThat(queue.statuses(run)).isEqualTo(Map.of("make", "done", "use", "done"));
        assertThat(queue.object(run, "jobs/make/results/out/a/same.txt"))
                .isEqualTo("it's \"quoted\" $HOME `date` ünïcode 100%");
        assertThat(queue.object(run, "jobs/make/results/out/b/same.txt")).isEqualTo("hello $(id) \"you\"\n");
        assertThat(queue.object(run, "jobs/make/stdout.log"))
                .contains("to-stdout")
                .doesNotContain("to-stderr");
        assertThat(queue.object(run, "jobs/make/stderr.log")).contains("to-stderr");
        assertThat(queue.object(run, "jobs/use/stdout.log"))
                .startsWith("from s3://spawn-results-")
                .endsWith("/queues/" + queue.id + "/runs/" + run + "/jobs/make/ of " + queue.id + " try 1\n");
        JsonObject summary = queue.summary(run);
        assertThat(summary.object("jobs").object("make").string("status")).isEqualTo("done");
        assertThat(JsonObject.parse(cloud.object(completed.string("summary")))).isEqualTo(summary);

        // Then: the workers leave by themselves, and the queue is free again
        Await.until("its workers are gone", SOON, () -> queue.workers(run).isEmpty());
        assertThat(cloud.tap.all(heard -> heard.answers(run) && heard.type().startsWith("Queue")))
                .extracting(Heard::type)
                .containsExactly("QueueStarted", "QueueCompleted");
    }

    @Test
    void aGateOpensForTheLastAndAnArrayGoesElementByElement() {
        // Given: the N shape (c after a and b, d after b alone), arrays by twos, everything into one
        Batch queue = new Batch(cloud, folder, "gates", "on_failure: continue\n", """
                  - {job_id: a, command: sleep 2, timeout: 1m}
                  - {job_id: b, command: 'true', timeout: 1m}
                  - {job_id: c, command: 'true', timeout: 1m, depends_on: [a, b]}
                  - {job_id: d, command: 'true', timeout: 1m, depends_on: [b]}
                  - {job_id: x, command: 'echo $JOB_ARRAY_INDEX of $JOB_ARRAY_SIZE', timeout: 1m, array: 3}
                  - {job_id: y, command: 'echo $JOB_ARRAY_INDEX', timeout: 1m, array: 3, depends_on: [{job_id: x, type: N_TO_N}]}
                  - {job_id: z, command: 'true', timeout: 1m, depends_on: [y, d]}
                  - {job_id: tidy, command: echo tidied, timeout: 1m, always: true}
                """);

        // When
        String run = queue.submit("--slots", "4");

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(queue.statuses(run).values()).containsOnly("done");
        assertThat(queue.object(run, "jobs/x/2/stdout.log")).isEqualTo("2 of 3\n");
        assertThat(queue.object(run, "jobs/tidy/stdout.log")).isEqualTo("tidied\n");
        Map<String, Map<String, AttributeValue>> jobs = queue.items(run, "job#");
        assertThat(started(jobs, "c")).isGreaterThanOrEqualTo(ended(jobs, "a"));
        assertThat(started(jobs, "z")).isGreaterThanOrEqualTo(ended(jobs, "d"));
        IntStream.range(0, 3)
                .forEach(i -> assertThat(started(jobs, "y#" + i)).isGreaterThanOrEqualTo(ended(jobs, "x#" + i)));
        assertThat(started(jobs, "tidy")).isGreaterThanOrEqualTo(ended(jobs, "z"));
        assertThat(queue.items(run, "gate#").values())
                .isNotEmpty()
                .allSatisfy(gate -> assertThat(gate).doesNotContainKeys("waiting", "skipped"));
    }

    @Test
    void whatFailsIsTriedAgainAndWhatDependsOnItIsSkipped() {
        // Given
        Batch queue = new Batch(cloud, folder, "fails", "on_failure: continue\n", """
                  - {job_id: flaky, command: 'test $JOB_ATTEMPT -ge 2', timeout: 1m, retry: {max_attempts: 3, base_delay: 1s}}
                  - {job_id: broken, command: exit 42, timeout: 1m, retry: {max_attempts: 3, base_delay: 1s, dont_retry_on_codes: [42]}}
                  - {job_id: slow, command: 'sleep 300 & sleep 300', timeout: 2s}
                  - {job_id: after, command: 'true', timeout: 1m, depends_on: [broken]}
                  - {job_id: last, command: 'true', timeout: 1m, depends_on: [after, flaky]}
                  - {job_id: other, command: 'true', timeout: 1m, depends_on: [flaky]}
                """);

        // When
        String run = queue.submit("--slots", "3");

        // Then
        JsonObject failed = queue.outcome(run, "QueueFailed", SOON);
        assertThat(failed.string("cause")).isEqualTo("jobs-failed");
        assertThat(failed.integer("done")).isEqualTo(2);
        assertThat(failed.integer("failed")).isEqualTo(2);
        assertThat(failed.integer("skipped")).isEqualTo(2);
        assertThat(queue.statuses(run))
                .isEqualTo(Map.of(
                        "flaky", "done",
                        "broken", "failed",
                        "slow", "failed",
                        "after", "skipped",
                        "last", "skipped",
                        "other", "done"));
        Map<String, Map<String, AttributeValue>> jobs = queue.items(run, "job#");
        assertThat(text(jobs.getOrDefault("after", Map.of()), "reason")).contains("broken failed");
        assertThat(text(jobs.getOrDefault("broken", Map.of()), "reason")).contains("42");
        JsonObject broken = queue.summary(run).object("jobs").object("broken");
        assertThat(broken.integer("exitCode")).isEqualTo(42);
        assertThat(broken.string("results")).endsWith("/runs/" + run + "/jobs/broken/");
        assertThat(queue.objects(run, "jobs/broken/")).contains("stdout.log", "stderr.log", "outcome.json");
        assertThat(JsonObject.parse(queue.object(run, "jobs/flaky/outcome.json"))
                        .toString())
                .contains("\"exitCode\":0");
    }

    @Test
    void aFailureStopsTheRestAndAResumedRunPassesOverWhatIsDone() throws IOException {
        // Given: what fails until its cause is mended, and a job that must not run twice
        Path mended = folder.resolve("mended");
        Batch queue = new Batch(cloud, folder, "resume", "", """
                  - {job_id: once, command: 'true', timeout: 1m}
                  - {job_id: fit, command: 'test -e %s', timeout: 1m, depends_on: [once]}
                  - {job_id: score, command: 'echo $RESULTS_ONCE', timeout: 1m, depends_on: [fit, once]}
                """.formatted(mended));
        String first = queue.submit();
        JsonObject stopped = queue.outcome(first, "QueueFailed", SOON);
        assertThat(stopped.string("cause")).isEqualTo("stopped");
        assertThat(stopped.string("reason")).contains("fit");
        assertThat(queue.statuses(first)).isEqualTo(Map.of("once", "done", "fit", "failed", "score", "skipped"));

        // When
        Files.createFile(mended);
        String second = queue.resume();

        // Then
        queue.outcome(second, "QueueCompleted", SOON);
        assertThat(queue.starts(first, "once")).isEqualTo(1);
        assertThat(queue.starts(second, "once")).isZero();
        assertThat(queue.statuses(second).values()).containsOnly("done");
        assertThat(queue.object(second, "jobs/score/stdout.log"))
                .as("where the first run put it")
                .isEqualTo(
                        "s3://" + cloud.resultsBucket() + "/queues/" + queue.id + "/runs/" + first + "/jobs/once/\n");

        // When: there is nothing left to resume
        String third = queue.resume();

        // Then
        assertThat(queue.outcome(third, "CommandRejected", SOON).string("reason"))
                .contains(queue.id);
    }

    /** A Parallel within a Parallel, ten times: more than one machine may hold, so that one runs another (sync:2). */
    @Test
    void whatIsTooDeepForOneMachineRunsInParts() {
        // Given
        StringBuilder jobs = new StringBuilder();
        for (int level = 10; level >= 1; level--) {
            String above = level == 10 ? "" : "a" + (level + 1);
            String within = level == 1 ? "a1" : "c" + (level - 1);
            jobs.append("""
                      - {job_id: a%1$d, command: 'true', timeout: 1m, depends_on: [%2$s]}
                      - {job_id: b%1$d, command: 'true', timeout: 1m, depends_on: [a%1$d]}
                      - {job_id: c%1$d, command: 'true', timeout: 1m, depends_on: [b%1$d, %3$s]}
                    """.formatted(level, above, within));
        }
        Batch queue = new Batch(cloud, folder, "deep", "", jobs.toString());

        // When
        String run = queue.submit("--slots", "4");

        // Then
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(queue.statuses(run).values()).hasSize(30).containsOnly("done");
        assertThat(JsonObject.parse(queue.object(run, "plan.json")).objects("executions"))
                .extracting(execution -> execution.string("machine"))
                .contains("main", "part-1");
        Map<String, Map<String, AttributeValue>> items = queue.items(run, "job#");
        assertThat(started(items, "c10")).isGreaterThanOrEqualTo(ended(items, "c9"));
    }

    @Test
    void aCommandThatComesThreeTimesRunsOnceAndASecondRunIsRefused() {
        // Given
        Batch queue = new Batch(cloud, folder, "twice", "", """
                  - {job_id: only, command: sleep 5, timeout: 1m}
                """);

        // When
        String run = queue.submit();
        Heard command = cloud.tap.await(
                "the command",
                SOON,
                heard -> heard.type().equals("SubmitQueue")
                        && heard.detail().string("id").equals(run));
        cloud.sayAgain(command);
        cloud.sayAgain(command);
        cloud.tap.await(
                "QueueStarted",
                SOON,
                heard -> heard.answers(run) && heard.type().equals("QueueStarted"));
        String second = queue.submit();

        // Then
        assertThat(queue.outcome(second, "CommandRejected", SOON).string("reason"))
                .contains(queue.id, run);
        queue.outcome(run, "QueueCompleted", SOON);
        assertThat(queue.starts(run, "only")).isEqualTo(1);
        assertThat(cloud.tap.all(heard -> heard.answers(run) && heard.type().equals("QueueCompleted")))
                .hasSize(1);
    }

    @Test
    void aQueueThatNoWorkerServesEndsWithTheReason() {
        // Given: a type that EC2 does not have
        Batch queue = new Batch(cloud, folder, "none", "workers: {instance_type: t99.micro}\n", """
                  - {job_id: only, command: 'true', timeout: 1m}
                """);

        // When: past the command line's option, which would give a type
        String run = cloud.accepted(
                "queue", "submit", folder.resolve(queue.id + ".yaml").toString());

        // Then
        JsonObject failed = queue.outcome(run, "QueueFailed", SOON);
        assertThat(failed.string("cause")).isEqualTo("no-workers");
        assertThat(failed.string("reason")).contains("t99.micro");
        assertThat(queue.statuses(run)).containsOnlyKeys("only").doesNotContainValue("done");
    }

    @Test
    void aBadQueueFromAnotherToolIsRefusedByTheControlPlaneToo() {
        // Given: past the command line, which would refuse it
        String id = cloud.newId();

        // When: no gzip at all
        cloud.publish(
                "SubmitQueue",
                JsonObject.parse("{\"version\":1,\"id\":\"" + id + "\",\"correlationId\":\"" + id
                        + "\",\"at\":\"2026-11-23T16:42:07Z\",\"queueId\":\"bad\",\"owner\":\"ada\","
                        + "\"queue\":\"aGVsbG8=\"}"));

        // Then
        Heard rejected = cloud.tap.await(
                "the refusal", SOON, heard -> heard.answers(id) && heard.type().equals("CommandRejected"));
        assertThat(rejected.detail().string("reason")).contains("queue: not the queue's file as JSON, gzipped");
    }

    private static String started(Map<String, Map<String, AttributeValue>> jobs, String job) {
        return text(jobs.getOrDefault(job, Map.of()), "started_at");
    }

    private static String ended(Map<String, Map<String, AttributeValue>> jobs, String job) {
        String at = text(jobs.getOrDefault(job, Map.of()), "ended_at");
        assertThat(at).as(job + " of " + List.copyOf(jobs.keySet())).isNotEmpty();
        return at;
    }
}
