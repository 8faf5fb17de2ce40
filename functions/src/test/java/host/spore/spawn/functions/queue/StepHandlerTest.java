package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settling; what happens at gates is {@link GateOrdersTest}'s. */
class StepHandlerTest {
    private static final String FETCH = "{\"job\":\"fetch\",\"error\":\"Job.Exit.3\"}";

    private final Stage stage = new Stage().begun();

    private JobStatus status(String key) {
        return stage.jobs.row(Stage.RUN, key).status();
    }

    @Test
    void whatDependsOnAFailureIsSkippedWithItsCause() {
        // When
        stage.settle(Stage.RUN, FETCH);

        // Then
        assertThat(status("fetch")).isEqualTo(JobStatus.FAILED);
        assertThat(stage.jobs.row(Stage.RUN, "fetch").reason()).contains("ended with 3");
        for (String job : new String[] {"fit", "baseline", "score", "report"}) {
            assertThat(status(job)).as(job).isEqualTo(JobStatus.SKIPPED);
            assertThat(stage.jobs.row(Stage.RUN, job).reason()).contains("skipped: fetch failed");
            assertThat(stage.jobs.row(Stage.RUN, job).waitingFor()).isEmpty();
        }
        assertThat(status("tidy")).isEqualTo(JobStatus.WAITING);
        assertThat(status("fit#0")).as("filled in at the end").isEqualTo(JobStatus.WAITING);
    }

    @Test
    void theFirstCauseOfASkipStays() {
        // When
        stage.settle(Stage.RUN, "{\"job\":\"fit\",\"index\":0,\"error\":\"Job.TimedOut\"}");
        stage.settle(Stage.RUN, "{\"job\":\"baseline\",\"error\":\"Job.Exit.1\"}");

        // Then
        assertThat(stage.jobs.row(Stage.RUN, "report").reason()).contains("skipped: fit failed");
        assertThat(stage.jobs.row(Stage.RUN, "fit#0").reason()).contains("took longer than its time-out");
        assertThat(status("fit#1")).isEqualTo(JobStatus.WAITING);
        assertThat(status("fit")).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void onlyTheElementsThatFollowAreSkipped() {
        // Given
        Stage elementwise = new Stage();
        elementwise.submit(Stage.RUN, """
                {"queue_id": "train", "on_failure": "continue", "workers": {"instance_type": "c7i.large"}, "jobs": [
                 {"job_id": "prep", "command": "p", "timeout": "1m", "array": 3},
                 {"job_id": "fit", "command": "f", "timeout": "1m", "array": 3,
                  "depends_on": [{"job_id": "prep", "type": "N_TO_N"}]},
                 {"job_id": "score", "command": "s", "timeout": "1m", "depends_on": ["fit"]}]}
                """);
        elementwise.makeItems(Stage.RUN);

        // When
        elementwise.settle(Stage.RUN, "{\"job\":\"prep\",\"index\":1,\"error\":\"Job.Exit.3\"}");

        // Then
        assertThat(elementwise.jobs.row(Stage.RUN, "fit#1").status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(elementwise.jobs.row(Stage.RUN, "fit#0").status()).isEqualTo(JobStatus.WAITING);
        assertThat(elementwise.jobs.row(Stage.RUN, "fit").status()).isEqualTo(JobStatus.WAITING);
        assertThat(elementwise.jobs.row(Stage.RUN, "score").status()).isEqualTo(JobStatus.SKIPPED);
    }

    @Test
    void whereEverythingIsStoppedOnlyTheFailureIsNoted() {
        // Given
        Stage stopping = new Stage();
        stopping.submit(Stage.RUN, Stage.TRAIN.replace("continue", "stop"));
        stopping.makeItems(Stage.RUN);

        // When
        stopping.settle(Stage.RUN, FETCH);

        // Then
        assertThat(stopping.jobs.row(Stage.RUN, "fetch").status()).isEqualTo(JobStatus.FAILED);
        assertThat(stopping.jobs.row(Stage.RUN, "fit").status()).isEqualTo(JobStatus.WAITING);
    }

    @Test
    void theFailureOfAJobThatRunsAlwaysIsOnlyNoted() {
        stage.settle(Stage.RUN, "{\"job\":\"tidy\",\"error\":\"Job.HookFailed\"}");
        assertThat(status("tidy")).isEqualTo(JobStatus.FAILED);
        assertThat(stage.jobs.row(Stage.RUN, "tidy").reason()).contains("its pre hook failed");
        assertThat(status("fetch")).isEqualTo(JobStatus.WAITING);
    }

    /** A worker's last word came, and its answer did not: the machine ran the job again, and that failed. */
    @Test
    void aFailureSaysWhereItsLogsAreAlsoWhenItsWorkersWordIsLate() {
        // When
        stage.settle(Stage.RUN, FETCH);
        stage.settle(Stage.RUN, "{\"job\":\"baseline\",\"error\":\"Worker.Lost\"}");

        // Then
        JobRow.Facts facts = stage.jobs.row(Stage.RUN, "fetch").facts();
        assertThat(facts.exitCode()).hasValue(3);
        assertThat(facts.results().orElseThrow()).startsWith("s3://").endsWith("/runs/" + Stage.RUN + "/jobs/fetch/");
        assertThat(stage.jobs.row(Stage.RUN, "baseline").facts().results())
                .as("nobody has stored any")
                .isEmpty();
    }

    @Test
    void theMachinesWordCounts() {
        // Given
        stage.jobs.put(
                Stage.RUN, stage.jobs.row(Stage.RUN, "fetch").ended(JobStatus.DONE, "done", stage.clock.instant()));

        // When
        stage.settle(Stage.RUN, FETCH);

        // Then
        assertThat(status("fetch")).isEqualTo(JobStatus.FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job.Exit.137 | ended with 137",
                "Job.DoesNotFit | wants more CPUs or memory than a worker has",
                "Worker.Lost | lost its worker, too often",
                "States.HeartbeatTimeout | lost its worker, too often",
                "States.Timeout | lost its worker, too often",
                "Lambda.Unknown | Lambda.Unknown",
            })
    void errorsAreTold(String error, String reason) {
        stage.settle(Stage.RUN, "{\"job\":\"fetch\",\"error\":\"" + error + "\"}");
        assertThat(stage.jobs.row(Stage.RUN, "fetch").reason()).contains(reason);
    }

    @Test
    void cutAnywhereItIsGoneOnWith() {
        for (int cut = 1; cut <= 5; cut++) {
            // Given
            Stage fresh = new Stage().begun();
            loseCall(fresh.jobs.faults, cut);

            // When
            assertThatThrownBy(() -> fresh.settle(Stage.RUN, FETCH))
                    .as("cut %d", cut)
                    .isInstanceOf(Faults.FaultException.class);
            fresh.settle(Stage.RUN, FETCH);

            // Then
            for (String job : new String[] {"fit", "baseline", "score", "report"}) {
                assertThat(fresh.jobs.row(Stage.RUN, job).status()).isEqualTo(JobStatus.SKIPPED);
            }
            String target = new Plans(fresh.documents, Stage.BUCKET)
                    .of("train", Stage.RUN)
                    .gates()
                    .getFirst()
                    .target();
            assertThat(fresh.gates.look(Stage.RUN, target)).isEqualTo("skip");
        }
    }

    private static void loseCall(Faults faults, int call) {
        if (call == 1) {
            faults.loseNextReply();
        } else {
            faults.beforeNext(() -> loseCall(faults, call - 1));
        }
    }

    @Test
    void aWarmFunctionReadsAPlanOnce() {
        // Given
        StepHandler warm = stage.stepHandler();
        JsonObject release = JsonObject.parse("{\"step\":\"release\",\"run\":\"run-1\",\"of\":\"nothing\"}");
        stage.lambda.invoke(warm, release);

        // When
        stage.documents.faults.failNext(1);
        stage.rows.faults.failNext(1);

        // Then
        assertThat(stage.lambda.invoke(warm, release).integer("answered")).isZero();
    }

    @Test
    void whatIsNoStepIsAnError() {
        assertThatThrownBy(() -> stage.lambda.invoke(
                        stage.stepHandler(), JsonObject.parse("{\"step\":\"open\",\"run\":\"run-1\"}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/step: \"open\": release or settle");
        assertThatThrownBy(() -> stage.release("run-9", "a")).hasMessage("there is no run run-9");
    }
}
