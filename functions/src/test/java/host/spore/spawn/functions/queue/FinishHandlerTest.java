package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FinishHandlerTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:30Z");
    private static final List<String> LEAVES =
            List.of("fetch", "fit#0", "fit#1", "fit#2", "baseline", "score", "report", "tidy");

    private final Stage stage = new Stage().begun();
    private long event = 1;

    private static void set(Stage stage, JobStatus status, String... keys) {
        for (String key : keys) {
            JobRow row = stage.jobs.row(Stage.RUN, key);
            stage.jobs.put(
                    Stage.RUN, status.isOver() ? row.ended(status, status.wire(), AT) : row.at(status, status.wire()));
        }
    }

    private static void over(Stage stage, Runs.Status main, Runs.Status always) {
        stage.runs.put(stage.execution(Stage.RUN, "main"), main);
        stage.runs.put(stage.execution(Stage.RUN, "always"), always);
    }

    private JsonObject job(String job) {
        return JsonObject.parse(stage.document("run-1/summary.json"))
                .object("jobs")
                .object(job);
    }

    private void tried(String machine, String input, Function<Long, Runs.Event> end) {
        long scheduled = ++event;
        long started = ++event;
        stage.runs.happened(
                stage.execution(Stage.RUN, machine),
                new Runs.Scheduled(scheduled, input),
                new Runs.Started(started, scheduled, AT),
                end.apply(started));
    }

    /** Every JobEnded was lost: the histories say how the jobs ended. */
    @Test
    void whatNoWorkersWordReachedIsReadInTheHistories() {
        // Given
        tried(
                "main",
                "{\"job\":\"fetch\"}",
                before -> new Runs.Succeeded(++event, before, "{\"exitCode\":0,\"seconds\":7,\"worker\":\"i-1\"}", AT));
        for (int i = 0; i < 3; i++) {
            int index = i;
            tried(
                    "main",
                    "{\"job\":\"fit\",\"index\":" + i + "}",
                    before -> index == 1
                            ? new Runs.Failed(++event, before, "Job.Exit.3", "{\"exitCode\":3}", AT)
                            : new Runs.Succeeded(++event, before, "{\"exitCode\":0}", AT));
        }
        tried("main", "{\"job\":\"baseline\"}", before -> new Runs.Succeeded(++event, before, "{}", AT));
        tried("always", "{\"job\":\"tidy\"}", before -> new Runs.Succeeded(++event, before, "{}", AT));
        over(stage, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);
        stage.runs.fail(stage.execution(Stage.RUN, "main"), "Queue.JobsFailed", "");

        // When
        JsonObject outcome = stage.finish(Stage.RUN);

        // Then
        assertThat(outcome.object("fields").string("cause")).isEqualTo("jobs-failed");
        assertThat(outcome.object("fields").string("reason"))
                .isEqualTo("fit failed (try 1: ended with 3); 3 of 6 jobs are done");
        assertThat(job("fetch")).isEqualTo(JsonObject.parse("""
                        {"status":"done","reason":"done","exitCode":0,"attempts":1,"seconds":7,
                         "startedAt":"2026-11-23T12:00:30Z","endedAt":"2026-11-23T12:00:30Z","worker":"i-1"}
                        """));
        assertThat(job("fit").object("elements").object("1").integer("exitCode"))
                .isEqualTo(3);
        assertThat(job("score").string("reason")).isEqualTo("skipped: fit failed");
        assertThat(stage.jobs.row(Stage.RUN, "baseline").status()).isEqualTo(JobStatus.DONE);
        assertThat(stage.jobs.row(Stage.RUN, "fit").status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void aMachineThatSucceededProvesItsJobs() {
        // Given: not even a history
        over(stage, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);

        // When, Then
        assertThat(stage.finish(Stage.RUN).string("type")).isEqualTo("QueueCompleted");
        LEAVES.forEach(key ->
                assertThat(stage.jobs.row(Stage.RUN, key).status()).as(key).isEqualTo(JobStatus.DONE));
    }

    @Test
    void whatTheTableSaysIsNotAskedOfTheHistories() {
        // Given
        set(stage, JobStatus.DONE, LEAVES.toArray(String[]::new));
        over(stage, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);
        stage.runs.happened(stage.execution(Stage.RUN, "main"), new Runs.Scheduled(1, "no JSON, so reading it fails"));

        // When, Then
        assertThat(stage.finish(Stage.RUN).string("type")).isEqualTo("QueueCompleted");
    }

    @Test
    void aStoppedQueueSaysWhatWasKilledAndWhatWasSkipped() {
        // Given
        Stage stopping = new Stage();
        stopping.submit(Stage.RUN, Stage.TRAIN.replace("continue", "stop"));
        stopping.makeItems(Stage.RUN);
        set(stopping, JobStatus.DONE, "fetch", "tidy");
        set(stopping, JobStatus.RUNNING, "fit#0", "baseline");
        stopping.settle(Stage.RUN, "{\"job\":\"fit\",\"index\":1,\"error\":\"Job.Exit.3\"}");
        over(stopping, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);
        stopping.runs.fail(stopping.execution(Stage.RUN, "main"), "Queue.Stopped", "");

        // When
        JsonObject fields = stopping.finish(Stage.RUN).object("fields");

        // Then
        assertThat(fields.string("cause")).isEqualTo("stopped");
        assertThat(fields.integer("skipped")).isEqualTo(2);
        assertThat(fields.integer("cancelled")).isEqualTo(1);
        assertThat(stopping.jobs.row(Stage.RUN, "score").reason()).contains("skipped: fit failed");
        assertThat(stopping.jobs.row(Stage.RUN, "fit#2").reason()).contains("skipped: fit failed");
        assertThat(stopping.jobs.row(Stage.RUN, "baseline").reason())
                .contains("killed, since fit failed and on_failure is stop");
    }

    @Test
    void aCancelledQueueSaysWhatWasKilledAndWhatWasNotBegun() {
        // Given
        set(stage, JobStatus.DONE, "fetch", "tidy");
        set(stage, JobStatus.RUNNING, "fit#0", "fit");
        stage.cancel("cancel-1");
        stage.runs.put(stage.execution(Stage.RUN, "always"), Runs.Status.SUCCEEDED);

        // When
        JsonObject fields = stage.finish(Stage.RUN).object("fields");

        // Then
        assertThat(fields.string("cause")).isEqualTo("cancelled");
        assertThat(fields.string("reason")).isEqualTo("2 of 6 jobs are done; fit was running and is being killed");
        assertThat(stage.jobs.row(Stage.RUN, "fit#0").reason()).contains("killed: the queue was cancelled");
        assertThat(stage.jobs.row(Stage.RUN, "score").reason()).contains("not begun: the queue was cancelled");
    }

    @Test
    void aQueueWithoutWorkersSaysSo() {
        stage.rows.noteNoWorkers(Stage.RUN, "no capacity for c7i.large in us-east-1");
        over(stage, Runs.Status.ABORTED, Runs.Status.SUCCEEDED);
        JsonObject fields = stage.finish(Stage.RUN).object("fields");
        assertThat(fields.string("cause")).isEqualTo("no-workers");
        assertThat(fields.string("reason")).isEqualTo("no capacity for c7i.large in us-east-1");
        assertThat(stage.jobs.row(Stage.RUN, "fetch").reason()).contains("no worker was left to run it");
    }

    /** Nothing of a run goes on when it is over. */
    @Test
    void whatOutlivedItsFlowIsEnded() {
        // When
        JsonObject fields = stage.finish(Stage.RUN, JsonObject.parse("{\"Error\":\"Boom\",\"Cause\":\"it burst\"}"))
                .object("fields");

        // Then
        assertThat(stage.runs.stopped).containsExactly(stage.execution(Stage.RUN, "main") + " Queue.Over");
        assertThat(fields.string("cause")).isEqualTo("error");
        assertThat(fields.integer("cancelled")).isEqualTo(6);
    }

    /** What we have stopped was not stopped from outside, also when we are asked again. */
    @Test
    void whatOutlivedItsFlowIsAnErrorAlsoWhenItsEndIsCutShort() {
        // Given
        stage.jobs.faults.failNext(1);
        JsonObject error = JsonObject.parse("{\"Error\":\"Boom\"}");
        assertThatThrownBy(() -> stage.finish(Stage.RUN, error)).isInstanceOf(Faults.FaultException.class);
        assertThat(stage.runs.stopped).hasSize(1);

        // When, Then
        assertThat(stage.finish(Stage.RUN, error).object("fields").string("cause"))
                .isEqualTo("error");
    }

    @Test
    void anErrorOfTheFlowIsTold() {
        Stage fresh = new Stage();
        fresh.submit(Stage.RUN, Stage.TRAIN);
        JsonObject fields = fresh.finish(Stage.RUN, JsonObject.parse("{\"Error\":\"Boom\",\"Cause\":\"it burst\"}"))
                .object("fields");
        assertThat(fields.string("reason")).isEqualTo("Boom: it burst; 0 of 6 jobs are done");
        assertThat(fresh.claims.read("train").flatMap(QueueClaim::holder)).isEmpty();
    }

    @Test
    void anItemThatWasLostIsWrittenWithItsEnd() {
        // Given
        set(stage, JobStatus.DONE, LEAVES.toArray(String[]::new));
        stage.jobs.forget(Stage.RUN, Element.of("fit", 1));
        stage.jobs.forget(Stage.RUN, Element.of("score"));
        over(stage, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);

        // When, Then
        assertThat(stage.finish(Stage.RUN).string("type")).isEqualTo("QueueCompleted");
        assertThat(stage.jobs.row(Stage.RUN, "fit#1").status()).isEqualTo(JobStatus.DONE);
        assertThat(stage.jobs.row(Stage.RUN, "score").status()).isEqualTo(JobStatus.DONE);
    }

    /** A settle that was noted for the array as a whole. */
    @Test
    void elementsOfASkippedArrayAreFilledIn() {
        stage.settle(Stage.RUN, "{\"job\":\"fetch\",\"error\":\"Job.Exit.3\"}");
        set(stage, JobStatus.DONE, "tidy");
        over(stage, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);
        stage.runs.fail(stage.execution(Stage.RUN, "main"), "Queue.JobsFailed", "");
        assertThat(stage.finish(Stage.RUN).object("fields").integer("skipped")).isEqualTo(4);
        assertThat(stage.jobs.row(Stage.RUN, "fit#2").reason()).contains("skipped: fetch failed");
    }

    @Test
    void cutAnywhereItEndsTheSame() {
        JsonObject whole = finished(fresh());
        List<Function<Stage, Faults>> places = List.of(
                at -> at.claims.faults,
                at -> at.rows.faults,
                at -> at.jobs.faults,
                at -> at.documents.faults,
                at -> at.runs.faults);
        int cuts = 0;
        for (Function<Stage, Faults> place : places) {
            for (int call = 1; call <= 12; call++) {
                for (boolean loses : List.of(false, true)) {
                    Stage cut = fresh();
                    cut(place.apply(cut), call, loses);
                    int failures = 0;
                    while (true) {
                        try {
                            assertThat(finished(cut)).isEqualTo(whole);
                            break;
                        } catch (Faults.FaultException failed) {
                            failures++;
                        }
                    }
                    cuts += failures;
                    place.apply(cut).beforeNext(() -> {});
                    assertThat(finished(cut)).as("asked again").isEqualTo(whole);
                    assertThat(cut.claims.read("train").flatMap(QueueClaim::holder))
                            .isEmpty();
                    assertThat(cut.rows.read(Stage.RUN).orElseThrow().status()).isEqualTo(RunStatus.FAILED);
                }
            }
        }
        assertThat(cuts).as("seen to be cut").isGreaterThan(30);
    }

    private static Stage fresh() {
        Stage fresh = new Stage().begun();
        set(fresh, JobStatus.DONE, "fetch", "tidy");
        fresh.settle(Stage.RUN, "{\"job\":\"fit\",\"index\":1,\"error\":\"Job.Exit.3\"}");
        over(fresh, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);
        fresh.runs.fail(fresh.execution(Stage.RUN, "main"), "Queue.JobsFailed", "");
        return fresh;
    }

    private static JsonObject finished(Stage stage) {
        return stage.finish(Stage.RUN);
    }

    private static void cut(Faults faults, int call, boolean loses) {
        if (call > 1) {
            faults.beforeNext(() -> cut(faults, call - 1, loses));
        } else if (loses) {
            faults.loseNextReply();
        } else {
            faults.failNext(1);
        }
    }

    @Test
    void resultsInAnotherBucketHaveTheSummaryToo() {
        // Given
        Stage lab = new Stage("lab");
        lab.submit(
                Stage.RUN,
                Stage.TRAIN.replace(
                        "{\"queue_id\"",
                        "{\"result_s3_bucket\": \"lab\", \"result_s3_prefix\": \"mine/\", \"queue_id\""));
        over(lab, Runs.Status.SUCCEEDED, Runs.Status.SUCCEEDED);

        // When
        lab.finish(Stage.RUN);

        // Then
        assertThat(lab.documents.texts)
                .containsKeys(
                        "lab/mine/queues/train/runs/run-1/summary.json",
                        "lab/mine/queues/train/summary.json",
                        Stage.BUCKET + "/queues/train/runs/run-1/summary.json",
                        Stage.BUCKET + "/queues/train/summary.json");
    }
}
