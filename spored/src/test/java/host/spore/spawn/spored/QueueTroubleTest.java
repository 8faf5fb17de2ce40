package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.spored.Faults.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's services when they are not well: nothing is lost, nothing is said twice, nothing is claimed that is not stored. */
@Execution(ExecutionMode.CONCURRENT)
class QueueTroubleTest extends OnAQueue {
    private static final String A_RESULT = ",\"resultPaths\":[\"a\"]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetActivityTask",
                "SendTaskHeartbeat",
                "SendTaskSuccess",
                "PutEvents",
                "GET queue.json",
                "PUT stdout.log",
                "PUT results/a",
                "PUT outcome.json"
            })
    void whateverFailsForAWhileIsTriedAgain(String call) throws Exception {
        // Given
        queue(job("fetch", "echo 1 > a", A_RESULT));
        cloud.faults().meets(call, 1, Fault.UNAVAILABLE);
        cloud.faults().meets(call, 1, Fault.THROTTLED);
        cloud.faults().meets(call, 1, Fault.LOST);
        cloud.faults().meets(call, 1, Fault.DENIED);

        // When
        FakeActivity.Answered answer = run("fetch");

        // Then
        assertThat(answer.error()).isEmpty();
        assertThat(stored("fetch/results/a")).isEqualTo("1\n");
        await(
                "the events",
                () -> !said("JobStarted", "fetch").isEmpty()
                        && !said("JobEnded", "fetch").isEmpty());
        assertThat(cloud.faults().isDue(call)).isFalse();
    }

    @Test
    void anAnswerWhoseReplyIsLostIsNotAnsweredOtherwise() throws Exception {
        // Given
        queue(job("fetch", "true") + "," + job("next", "true"));
        cloud.faults().meets("SendTaskSuccess", 1, Fault.REPLY_LOST);
        offer("fetch");
        offer("next");

        // When
        start(1);

        // Then
        assertThat(answered("next").error()).isEmpty();
        assertThat(answered("fetch").error()).isEmpty();
        assertThat(cloud.requests()).doesNotContain("SendTaskFailure");
        assertThat(said("JobEnded", "fetch")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT stdout.log", "PUT results/a", "PUT outcome.json"})
    void aJobWhoseResultsCannotBeStoredIsNotDone(String call) throws Exception {
        // Given
        queue(job("fetch", "echo 1 > a", A_RESULT));
        cloud.faults().meets(call, 1_000, Fault.UNAVAILABLE);

        // When
        FakeActivity.Answered answer = run("fetch");

        // Then
        assertThat(answer.error()).contains("Worker.Lost");
        assertThat(answer.said().string("reason")).contains("ended with 0, but its results could not be stored", "503");
        assertThat(said("JobEnded", "fetch").get(0).string("status")).isEqualTo("lost");
        assertThat(said("JobEnded", "fetch").get(0).has("results")).isFalse();
    }

    @Test
    void aJobThatFailedFailsByItsOwnReasonAlsoWhereItsLogsCannotBeStored() throws Exception {
        // Given
        queue(job("bad", "exit 3"));
        cloud.faults().meets("PUT stderr.log", 1_000, Fault.LOST);

        // When
        FakeActivity.Answered answer = run("bad");

        // Then
        assertThat(answer.error()).contains("Job.Exit.3");
        assertThat(answer.said().string("reason")).startsWith("ended with 3; what it left could not be stored: ");
    }

    @Test
    void aRefusalThatEveryWorkerWouldHearIsNoReasonToTryElsewhere() throws Exception {
        // Given
        queue(job("fetch", "echo 1 > a", A_RESULT));
        cloud.faults()
                .meets(
                        "PUT results/a",
                        1,
                        new Fault(
                                400, "<Error><Code>EntityTooLarge</Code><Message>too large</Message></Error>", false));

        // When
        FakeActivity.Answered answer = run("fetch");

        // Then
        assertThat(answer.error()).contains("Job.ResultsRefused");
        assertThat(answer.said().string("reason")).contains("EntityTooLarge");
    }

    @Test
    void aBusThatIsSilentHoldsNothingUpForLongAndHearsItLater() throws Exception {
        // Given
        queue(job("fetch", "true"));
        cloud.refuse("JobEnded");

        // When
        FakeActivity.Answered answer = run("fetch");
        await("it says so", () -> journal().contains("the bus has not heard of its end yet"));
        cloud.refuse(null);

        // Then
        assertThat(answer.error()).isEmpty();
        await("the event", () -> !said("JobEnded", "fetch").isEmpty());
        assertThat(said("JobEnded", "fetch")).hasSize(1);
    }

    /** Two deliveries are one fact, and one job's are not another's. */
    @Test
    void anEventThatIsSentTwiceHasOneId() throws Exception {
        // Given
        queue(job("fetch", "true", ",\"array\":2"));
        cloud.faults().meets("PutEvents", 3, Fault.REPLY_LOST);
        offer("fetch", 0, 0);
        offer("fetch", 1, 0);

        // When
        start(2);
        answered("fetch0");
        answered("fetch1");
        await("the events", () -> said("JobEnded", "fetch").size() >= 2);

        // Then
        List<String> ids = said("JobEnded", "fetch").stream()
                .map(detail -> detail.string("id"))
                .toList();
        assertThat(ids.stream().distinct()).hasSize(2);
        assertThat(cloud.said().stream().map(FakeCloud.Said::id).distinct()).hasSize(4);
        assertThat(cloud.said()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "no json", "{\"run\":\"run-1\"}", "{\"run\":\"run-1\",\"job\":\"fetch\",\"index\":\"x\"}"})
    void aTaskThatIsNoJobIsHandedBack(String input) throws Exception {
        // Given
        queue(job("fetch", "true"));
        activity.offer("odd", input);
        offer("fetch");

        // When
        start(1);

        // Then
        assertThat(answered("odd").error()).contains("Worker.Lost");
        assertThat(answered("fetch").error()).isEmpty();
    }

    @Test
    void aJobThatTheQueueDoesNotHaveIsHandedBack() throws Exception {
        // Given
        queue(job("fetch", "true"));

        // When
        FakeActivity.Answered answer = run("other");

        // Then
        assertThat(answer.error()).contains("Worker.Lost");
        assertThat(answer.said().string("reason")).contains("has no job other");
    }

    @Test
    void theQueueIsReadOncePerRunAlsoThatOfAnotherRun() throws Exception {
        // Given
        queue(job("fetch", "true") + "," + job("next", "true"));
        cloud.object(
                "/spawn-results/queues/train/runs/run-2/queue.json",
                ("{\"queueId\":\"train\",\"runId\":\"run-2\",\"bucket\":\"spawn-results\",\"prefix\":"
                                + "\"queues/train/runs/run-2/\",\"jobs\":{" + job("fetch", "echo two") + "}}")
                        .getBytes(StandardCharsets.UTF_8));
        activity.offer("two", "{\"run\":\"run-2\",\"job\":\"fetch\",\"attempt\":0}");
        offer("fetch");
        offer("next");

        // When
        start(2);

        // Then
        assertThat(answered("two").error()).isEmpty();
        assertThat(answered("fetch").error()).isEmpty();
        assertThat(answered("next").error()).isEmpty();
        byte[] two = cloud.object("/spawn-results/queues/train/runs/run-2/jobs/fetch/stdout.log");
        assertThat(two).asString(StandardCharsets.UTF_8).isEqualTo("two\n");
        assertThat(cloud.requests().stream().filter(call -> call.endsWith("queue.json")))
                .hasSize(2);
        assertThat(cloud.said("JobEnded").stream().map(said -> said.detail().string("runId")))
                .contains("run-2");
    }

    @Test
    void aQueueThatIsNotThereYetIsWaitedForAndNothingIsTakenMeanwhile() throws Exception {
        // Given
        offer("fetch");
        start(1);
        await("it says so", () -> journal().contains("queue.json is not there"));
        assertThat(activity.polls()).isZero();

        // When
        queue(job("fetch", "true"));

        // Then
        assertThat(answered("fetch").error()).isEmpty();
    }

    /** Without the right to list, S3 says of what is not there that it is forbidden. */
    @Test
    void aForbiddenSummaryIsNoEnd() throws Exception {
        // Given
        queue(job("fetch", "true"));
        cloud.faults()
                .meets(
                        "GET summary.json",
                        3,
                        new Fault(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>", false));

        // When
        FakeActivity.Answered answer = run("fetch");
        await("it looked", () -> !cloud.faults().isDue("GET summary.json"));

        // Then
        assertThat(answer.error()).isEmpty();
        assertThat(hasEnded()).isFalse();
        endRun();
        assertThat(awaitEnd()).isZero();
    }

    @Test
    void aRunThatIsOverBeforeItBeginsEndsItToo() throws Exception {
        // Given
        endRun();

        // When
        start(1);

        // Then
        assertThat(awaitEnd()).isZero();
        assertThat(Files.exists(folder.resolve("tmp/SPAWN_COMPLETE"))).isTrue();
    }

    @Test
    void doesNotEndWhileAJobRuns() throws Exception {
        // Given
        queue(job("long", "echo 1 > '" + folder + "/began'; until [ -e '" + folder + "/go' ]; do sleep 0.05; done"));
        offer("long");
        start(2);
        mark("began");
        endRun();
        int beats = activity.beats("long").size();
        await("time passes", () -> activity.beats("long").size() > beats + 2);
        assertThat(hasEnded()).isFalse();
        assertThat(cloud.requests()
                        .subList(
                                cloud.requests().lastIndexOf("GetActivityTask"),
                                cloud.requests().size()))
                .noneMatch(call -> call.endsWith("summary.json"));

        // When
        Files.createFile(folder.resolve("go"));

        // Then
        assertThat(awaitEnd()).isZero();
        assertThat(answered("long").error()).isEmpty();
    }
}
