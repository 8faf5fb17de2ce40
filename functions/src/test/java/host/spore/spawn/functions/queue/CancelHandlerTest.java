package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import org.junit.jupiter.api.Test;

class CancelHandlerTest {
    private final Stage stage = new Stage().begun();

    private void set(JobStatus status, String... keys) {
        for (String key : keys) {
            stage.jobs.put(Stage.RUN, stage.jobs.row(Stage.RUN, key).at(status, status.wire()));
        }
    }

    private String main() {
        return stage.execution(Stage.RUN, "main");
    }

    private String always() {
        return stage.execution(Stage.RUN, "always");
    }

    @Test
    void whatRunsIsStoppedAndTold() {
        // Given
        set(JobStatus.DONE, "fetch", "fit", "baseline");
        set(JobStatus.RUNNING, "score", "report");

        // When
        JsonObject answer = stage.cancel("cancel-1");

        // Then
        assertThat(answer).isEqualTo(JsonObject.parse("""
                        {"result":"cancelled","type":"QueueCancelled","fields":{"commandId":"cancel-1",
                         "commandType":"CancelQueue","queueId":"train","runId":"run-1",
                         "reason":"3 of 6 jobs are done; score and report were running and are being killed"}}
                        """));
        assertThat(stage.runs.stopped).containsExactly(main() + " Queue.Cancelled");
    }

    @Test
    void askedAgainItAnswersTheSameAndStopsNothingElse() {
        // Given: what runs always runs by now
        JsonObject first = stage.cancel("cancel-1");
        stage.runs.put(always(), Runs.Status.RUNNING);

        // When, Then
        assertThat(stage.cancel("cancel-1")).isEqualTo(first);
        assertThat(stage.runs.stopped).hasSize(1);

        // When: the run has ended since
        stage.runs.put(always(), Runs.Status.SUCCEEDED);
        stage.finish(Stage.RUN);

        // Then
        assertThat(stage.cancel("cancel-1")).isEqualTo(first);
        assertThat(stage.cancel("cancel-9").string("reason"))
                .isEqualTo("queue train is not running: its last run (run-1) failed");
    }

    /** The very same command twice at once: the second has read the row before the first one marked it. */
    @Test
    void doubledItDoesNotEndWhatRunsAlways() {
        // Given: between the look at the row and the look at the executions, the other one does all of it
        stage.runs.faults.beforeNext(() -> {
            stage.cancel("cancel-1");
            stage.runs.put(always(), Runs.Status.RUNNING);
        });

        // When, Then
        assertThatThrownBy(() -> stage.cancel("cancel-1")).isInstanceOf(IllegalStateException.class);
        assertThat(stage.cancel("cancel-1").string("result")).isEqualTo("cancelled");
        assertThat(stage.runs.stopped).containsExactly(main() + " Queue.Cancelled");
    }

    @Test
    void aSecondCommandEndsWhatRunsAlways() {
        // Given
        stage.cancel("cancel-1");
        stage.runs.put(always(), Runs.Status.RUNNING);

        // When
        JsonObject answer = stage.cancel("cancel-2");

        // Then
        assertThat(answer.string("result")).isEqualTo("cancelled");
        assertThat(stage.runs.stopped).containsExactly(main() + " Queue.Cancelled", always() + " Queue.Cancelled");
    }

    @Test
    void aSecondCommandWhileTheFirstStopsIsAnsweredAlike() {
        // Given: marked, and not yet stopped
        stage.rows.change(Stage.RUN, new RunChange.Cancelled(new CancelMark("cancel-1", "why", "main")));

        // When, Then
        assertThat(stage.cancel("cancel-2").object("fields").string("reason")).isEqualTo("why");
        assertThat(stage.runs.stopped).containsExactly(main() + " Queue.Cancelled");
    }

    /** It is marked at once, and so lost; the flow asks again until there is something to stop. */
    @Test
    void whatHasNotBegunIsMarkedAndStoppedOnceItHas() {
        // Given
        Stage starting = new Stage();
        starting.submit(Stage.RUN, Stage.TRAIN);

        // When
        assertThatThrownBy(() -> starting.cancel("cancel-1"))
                .isInstanceOf(NotBegunException.class)
                .hasMessage("the execution main of run run-1 has not begun");
        starting.runs.put(starting.execution(Stage.RUN, "main"), Runs.Status.RUNNING);
        JsonObject answer = starting.cancel("cancel-1");

        // Then
        assertThat(answer.string("result")).isEqualTo("cancelled");
        assertThat(starting.runs.stopped).hasSize(1);
    }

    @Test
    void whatNeverBeginsIsCancelledByTheMark() {
        // Given
        Stage starting = new Stage();
        starting.submit(Stage.RUN, Stage.TRAIN);
        assertThatThrownBy(() -> starting.cancel("cancel-1")).isInstanceOf(NotBegunException.class);

        // When
        JsonObject outcome = starting.finish(Stage.RUN, JsonObject.parse("{\"Error\":\"Boom\"}"));

        // Then
        assertThat(outcome.object("fields").string("cause")).isEqualTo("cancelled");
        assertThat(starting.cancel("cancel-1").string("result")).isEqualTo("cancelled");
    }

    @Test
    void aRunThatIsBeingPreparedIsAskedForAgain() {
        // Given: the claim is there, the item is not
        stage.rows.forget(Stage.RUN);

        // When, Then
        assertThatThrownBy(() -> stage.cancel("cancel-1"))
                .isInstanceOf(NotBegunException.class)
                .hasMessage("run run-1 of queue train is being prepared");
        stage.runs.put(Stage.FLOW + Stage.RUN, Runs.Status.FAILED);
        assertThat(stage.cancel("cancel-1").string("reason")).contains("nothing is left of its last run (run-1)");
    }

    /** The race at the end: what came first counts, and both say so. */
    @Test
    void whatIsBeingSummedUpIsNotCancelled() {
        // Given
        stage.rows.change(Stage.RUN, new RunChange.Finishing());

        // When, Then
        assertThat(stage.cancel("cancel-1").string("reason")).endsWith("is over, and is being summed up");
        assertThat(stage.runs.stopped).isEmpty();
    }

    @Test
    void aCancelThatWasFirstWinsOverARunThatIsDone() {
        // Given
        stage.runs.put(main(), Runs.Status.SUCCEEDED);
        stage.runs.put(always(), Runs.Status.SUCCEEDED);

        // When
        JsonObject answer = stage.cancel("cancel-1");

        // Then
        assertThat(answer.string("result")).isEqualTo("cancelled");
        assertThat(stage.finish(Stage.RUN).object("fields").string("cause")).isEqualTo("cancelled");
    }

    @Test
    void aQueueThatNeverRanIsRefused() {
        assertThat(new Stage().cancel("cancel-1").string("reason")).isEqualTo("queue train has never run");
        assertThat(stage.lambda
                        .invoke(
                                new CancelHandler(
                                        stage.claims,
                                        stage.rows,
                                        stage.jobs,
                                        stage.documents,
                                        stage.runs,
                                        stage.environment),
                                Stage.command("ResumeQueue", "r", "train", null))
                        .string("reason"))
                .contains("publish CancelQueue");
    }

    @Test
    void aStopWhoseReplyIsLostIsMadeAgain() {
        // Given
        stage.runs.faults.loseNextReply();

        // When
        assertThatThrownBy(() -> stage.cancel("cancel-1")).isInstanceOf(Faults.FaultException.class);

        // Then
        assertThat(stage.cancel("cancel-1").string("result")).isEqualTo("cancelled");
        assertThat(stage.runs.stopped).hasSize(1);
    }
}
