package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Element;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The handlers one after the other, as the flow asks them. */
class RunOfAQueueTest {
    private final Stage stage = new Stage();

    private void allDone() {
        stage.jobs
                .all(Stage.RUN)
                .forEach(row -> stage.jobs.put(Stage.RUN, row.ended(JobStatus.DONE, "done", stage.clock.instant())));
    }

    @Test
    void aRunInWhichAllGoesWell() {
        // When: it is prepared
        JsonObject ready = stage.submit(Stage.RUN, Stage.TRAIN);

        // Then
        assertThat(ready.string("result")).isEqualTo("ready");
        assertThat(ready.integer("jobs")).isEqualTo(6);
        assertThat(ready.integer("timeoutSeconds")).isEqualTo(43_200);
        assertThat(ready.string("owner")).isEqualTo("ada");
        assertThat(ready.bool("hasMain", false)).isTrue();
        assertThat(ready.bool("hasAlways", false)).isTrue();
        assertThat(ready.object("workers"))
                .isEqualTo(JsonObject.parse(
                        "{\"instanceType\":\"c7i.large\",\"count\":2,\"slots\":4,\"spot\":true,\"ttl\":\"13h\"}"));
        assertThat(ready.string("summary")).startsWith("6 jobs, 6 edges, depth 3, widest ");
        assertThat(stage.claims.read("train").orElseThrow().holder()).contains(Stage.RUN);

        // When: its machines and items are made
        JsonObject machines = stage.makeMachines(Stage.RUN);
        stage.makeItems(Stage.RUN);

        // Then
        String hash = ready.string("hash");
        assertThat(machines.string("main")).endsWith(":stateMachine:spawn-q-" + hash + "-main");
        assertThat(machines.string("activity")).endsWith(":activity:spawn-q-" + hash);
        assertThat(stage.machines.made)
                .containsExactly("spawn-q-" + hash, "spawn-q-" + hash + "-main", "spawn-q-" + hash + "-always");
        stage.machines.definitions.values().forEach(text -> assertThat(text).doesNotContain("${"));
        assertThat(stage.jobs.row(Stage.RUN, "fetch").reason()).contains("ready, waits for a worker");
        assertThat(stage.jobs.row(Stage.RUN, "report").waitingFor()).isEqualTo(Set.of("fit", "baseline"));
        assertThat(stage.jobs.row(Stage.RUN, "report").reason()).contains("waits for baseline, fit");
        assertThat(stage.jobs.row(Stage.RUN, "tidy").reason()).contains("waits for the end of all other jobs");
        assertThat(stage.rows.read(Stage.RUN).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);

        // When: all ran
        allDone();
        stage.runs.put(stage.execution(Stage.RUN, "main"), Runs.Status.SUCCEEDED);
        stage.runs.put(stage.execution(Stage.RUN, "always"), Runs.Status.SUCCEEDED);
        stage.clock.advance(java.time.Duration.ofMinutes(3));
        JsonObject outcome = stage.finish(Stage.RUN);

        // Then
        assertThat(outcome).isEqualTo(JsonObject.parse("""
                        {"type":"QueueCompleted","fields":{"commandId":"run-1","commandType":"SubmitQueue",
                         "queueId":"train","runId":"run-1","jobs":6,"seconds":180,
                         "summary":"s3://spawn-results-123456789012-us-east-1/queues/train/runs/run-1/summary.json"}}
                        """));
        assertThat(stage.finish(Stage.RUN)).as("asked again").isEqualTo(outcome);
        assertThat(stage.claims.read("train"))
                .contains(new QueueClaim(
                        Optional.empty(),
                        Optional.of(Stage.RUN),
                        stage.clock.instant().minusSeconds(180)));
        assertThat(stage.documents.texts.get(Stage.BUCKET + "/queues/train/summary.json"))
                .isEqualTo(stage.document("run-1/summary.json"));
    }

    private void done(String... keys) {
        for (String key : keys) {
            stage.jobs.put(
                    Stage.RUN, stage.jobs.row(Stage.RUN, key).ended(JobStatus.DONE, "done", stage.clock.instant()));
        }
    }

    /** An element of fit fails, and with it what waits for it. */
    private JsonObject failed() {
        stage.begun();
        done("fetch");
        stage.settle(Stage.RUN, "{\"job\":\"fit\",\"index\":1,\"error\":\"Job.Exit.3\"}");
        done("fit#0", "fit#2", "baseline", "tidy");
        stage.runs.fail(stage.execution(Stage.RUN, "main"), "Queue.JobsFailed", "A job failed");
        stage.runs.put(stage.execution(Stage.RUN, "always"), Runs.Status.SUCCEEDED);
        return stage.finish(Stage.RUN);
    }

    @Test
    void aFailureSkipsWhatWaitsForItAndTheQueueSaysSo() {
        // When
        JsonObject outcome = failed();

        // Then
        assertThat(outcome.string("type")).isEqualTo("QueueFailed");
        assertThat(outcome.object("fields").string("cause")).isEqualTo("jobs-failed");
        assertThat(outcome.object("fields").string("reason"))
                .isEqualTo("fit failed (ended with 3); 3 of 6 jobs are done");
        assertThat(outcome.object("fields").integer("done")).isEqualTo(3);
        assertThat(outcome.object("fields").integer("failed")).isEqualTo(1);
        assertThat(outcome.object("fields").integer("skipped")).isEqualTo(2);
        assertThat(stage.jobs.row(Stage.RUN, "score").reason()).contains("skipped: fit failed");
        assertThat(stage.jobs.row(Stage.RUN, "fit").reason()).contains("element 1: ended with 3");
        JsonObject summary = JsonObject.parse(stage.document("run-1/summary.json"));
        JsonObject fit = summary.object("jobs").object("fit");
        assertThat(fit.string("reason")).isEqualTo("1 of 3 elements failed; 1: ended with 3");
        assertThat(fit.object("elements").object("0").string("status")).isEqualTo("done");
    }

    @Test
    void aResumedRunPassesOverWhatIsDone() {
        // Given
        failed();
        stage.documents.write(Stage.BUCKET, "queues/train/runs/run-1/jobs/fit/2/results/model", "a model");
        stage.documents.write(Stage.BUCKET, "queues/train/runs/run-1/jobs/fit/1/stderr.log", "of one that failed");

        // When
        JsonObject ready = stage.resume("run-2");
        stage.makeItems("run-2");

        // Then
        assertThat(ready.string("result")).isEqualTo("ready");
        assertThat(ready.string("hash"))
                .isEqualTo(stage.rows.read(Stage.RUN).orElseThrow().hash());
        JsonObject jobs = JsonObject.parse(stage.document("run-2/queue.json")).object("jobs");
        assertThat(jobs.object("fetch").bool("done", false)).isTrue();
        assertThat(jobs.object("fetch").string("results"))
                .isEqualTo("s3://" + Stage.BUCKET + "/queues/train/runs/run-1/jobs/fetch/");
        assertThat(jobs.object("fit").object("done")).isEqualTo(JsonObject.parse("{\"0\":true,\"2\":true}"));
        assertThat(jobs.object("fit").string("results"))
                .as("one place for all of an array")
                .isEqualTo("s3://" + Stage.BUCKET + "/queues/train/runs/run-2/jobs/fit/");
        assertThat(stage.document("run-2/jobs/fit/2/results/model")).isEqualTo("a model");
        assertThat(stage.documents.texts)
                .doesNotContainKey(Stage.BUCKET + "/queues/train/runs/run-2/jobs/fit/1/stderr.log");
        assertThat(jobs.object("score").has("done")).isFalse();
        assertThat(jobs.object("tidy").has("done")).as("runs always, so again").isFalse();
        assertThat(stage.jobs.row("run-2", "fetch").status()).isEqualTo(JobStatus.DONE);
        assertThat(stage.jobs.row("run-2", "fit").elementsDone()).isEqualTo(Set.of(0, 2));
        assertThat(stage.jobs.row("run-2", "fit#2").facts().results())
                .contains("s3://" + Stage.BUCKET + "/queues/train/runs/run-2/jobs/fit/2/");
        assertThat(stage.jobs.row("run-2", "report").waitingFor()).isEqualTo(Set.of("fit"));

        // When: that one fails, and is resumed too
        stage.finish("run-2", JsonObject.parse("{\"Error\":\"States.TaskFailed\",\"Cause\":\"no\"}"));
        stage.resume("run-3");

        // Then
        assertThatFourAreDoneIn("run-3");
    }

    private void assertThatFourAreDoneIn(String run) {
        assertThat(new Plans(stage.documents, Stage.BUCKET).of("train", run).done())
                .containsOnlyKeys(
                        Element.of("fetch"), Element.of("fit", 0), Element.of("fit", 2), Element.of("baseline"))
                .containsEntry(Element.of("fetch"), "s3://" + Stage.BUCKET + "/queues/train/runs/run-1/jobs/fetch/")
                .containsEntry(
                        Element.of("fit", 2), "s3://" + Stage.BUCKET + "/queues/train/runs/" + run + "/jobs/fit/");
    }

    @Test
    void whatIsDoneStaysDoneAlsoWhenAResumedRunComesToNothing() {
        // Given
        failed();
        stage.resume("run-2");

        // When: nothing is made, and that is all
        JsonObject outcome =
                stage.finish("run-2", JsonObject.parse("{\"Error\":\"States.TaskFailed\",\"Cause\":\"no\"}"));
        stage.resume("run-3");

        // Then
        assertThat(outcome.object("fields").integer("done")).isEqualTo(2);
        assertThatFourAreDoneIn("run-3");
    }

    @Test
    void whatIsDoneStaysDoneAlsoWhenAResumedRunWasLost() {
        // Given: not even summed up
        failed();
        stage.resume("run-2");
        stage.runs.put(Stage.FLOW + "run-2", Runs.Status.FAILED);

        // When
        stage.resume("run-3");

        // Then
        assertThatFourAreDoneIn("run-3");
    }

    @Test
    void aCompletedRunIsNotResumed() {
        // Given
        stage.begun();
        allDone();
        stage.runs.put(stage.execution(Stage.RUN, "main"), Runs.Status.SUCCEEDED);
        stage.runs.put(stage.execution(Stage.RUN, "always"), Runs.Status.SUCCEEDED);
        stage.finish(Stage.RUN);

        // When, Then
        assertThat(stage.resume("run-2").string("reason")).contains("nothing to resume");
    }

    /** Whoever waits for the resumed run must not wait for a copy of everything. */
    @Test
    void anArrayOfWhichTooMuchIsThereRunsAnew() {
        // Given
        failed();
        for (int i = 0; i <= TakenOver.MOST_OBJECTS; i++) {
            stage.documents.write(Stage.BUCKET, "queues/train/runs/run-1/jobs/fit/2/results/" + i, "");
        }

        // When
        stage.resume("run-2");

        // Then
        JsonObject jobs = JsonObject.parse(stage.document("run-2/queue.json")).object("jobs");
        assertThat(jobs.object("fit").has("done")).isFalse();
        assertThat(jobs.object("fetch").bool("done", false)).isTrue();
    }
}
