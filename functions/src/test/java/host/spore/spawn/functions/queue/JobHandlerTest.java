package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workers of a run of {@link Stage#TRAIN} say, and what its items say then. */
class JobHandlerTest {
    private static final String RUN = Stage.RUN;
    private static final Post POST = new Post(1, 0);
    private static final InstanceId WORKER = new InstanceId("i-00000000000000001");
    private static final InstanceId STRANGER = new InstanceId("i-00000000000000009");

    private final Stage stage = new Stage().begun();
    private final FakeWorkerRows workers = new FakeWorkerRows();
    private final FakeInstanceRows instances = new FakeInstanceRows();
    private final FakeJobNotes jobs = new FakeJobNotes();
    private final JobHandler handler =
            new JobHandler(stage.rows, workers, jobs, instances, new Plans(stage.documents, Stage.BUCKET), stage.clock);

    @BeforeEach
    void theItemsAreThere() {
        stage.jobs
                .all(RUN)
                .forEach(row -> jobs.put(
                        RUN,
                        row.element().key(),
                        row.waitingFor().isEmpty()
                                ? Map.of(
                                        "status",
                                        "waiting",
                                        "reason",
                                        row.reason().orElse(""))
                                : Map.of(
                                        "status",
                                        "waiting",
                                        "reason",
                                        row.reason().orElse(""),
                                        "waiting_for",
                                        row.waitingFor().stream().sorted().collect(Collectors.joining(" ")))));
        workers.begin(RUN, Worker.begun(RUN, POST, false), FakeClock.START.plusSeconds(9_000));
        workers.note(RUN, POST, new WorkerNews.Ready(WORKER));
    }

    @Test
    void aJobThatBeginsRuns() {
        // When
        hear(started("fetch", null, 1));

        // Then
        assertThat(jobs.item(RUN, "fetch"))
                .containsEntry("status", "running")
                .containsEntry("worker", WORKER.value())
                .containsEntry("attempt", "1");
    }

    @Test
    void aJobThatIsDoneSetsFreeWhatWaitedForIt() {
        // When
        hear(ended("fetch", null, 1, "succeeded", 0));

        // Then
        assertThat(jobs.item(RUN, "fetch"))
                .containsEntry("status", "done")
                .containsEntry("exit_code", "0")
                .containsEntry("seconds", "9")
                .containsEntry("results", "s3://results/fetch/")
                .containsEntry("ended_at", "2026-11-23T12:00:00Z")
                .containsEntry("started_at", "2026-11-23T11:59:51Z");
        assertThat(jobs.item(RUN, "baseline"))
                .containsEntry("reason", "ready, waits for a worker")
                .doesNotContainKey("waiting_for");
        assertThat(jobs.item(RUN, "score")).containsEntry("reason", "waits for fit");
        assertThat(jobs.item(RUN, "report")).containsEntry("reason", "waits for baseline, fit");
    }

    @Test
    void aJobThatEndedBadlySetsNothingFree() {
        // When
        hear(ended("fetch", null, 1, "failed", 3));

        // Then
        assertThat(jobs.item(RUN, "fetch"))
                .containsEntry("status", "waiting")
                .containsEntry("reason", "try 1: ended with 3");
        assertThat(jobs.item(RUN, "baseline")).containsEntry("reason", "waits for fetch");
    }

    @Test
    void anArrayIsDoneWithTheLastOfItsElements() {
        // When, Then: each once, however often it is heard
        hear(started("fit", 1, 1));
        assertThat(jobs.item(RUN, "fit")).containsEntry("status", "running");
        hear(ended("fit", 1, 1, "succeeded", 0));
        hear(ended("fit", 1, 1, "succeeded", 0));
        hear(ended("fit", 2, 1, "succeeded", 0));
        assertThat(jobs.item(RUN, "fit")).containsEntry("status", "running").containsEntry("reason", "2 of 3 done");
        assertThat(jobs.item(RUN, "report")).containsEntry("reason", "waits for baseline, fit");
        hear(ended("fit", 0, 1, "succeeded", 0));
        assertThat(jobs.item(RUN, "fit")).containsEntry("status", "done").containsEntry("elements_done", "0 1 2");
        assertThat(jobs.item(RUN, "report")).containsEntry("reason", "waits for baseline");
        assertThat(jobs.item(RUN, "score")).containsEntry("reason", "waits for fetch");
    }

    @Test
    void anElementThatFailedDoesNotCount() {
        // When
        hear(ended("fit", 0, 1, "failed", 3));

        // Then
        assertThat(jobs.item(RUN, "fit#0")).containsEntry("reason", "try 1: ended with 3");
        assertThat(jobs.item(RUN, "fit")).containsEntry("status", "running").doesNotContainKey("elements_done");
    }

    /** A late word of the first try, after the second one succeeded: nothing waits again. */
    @Test
    void whatIsLateChangesNothing() {
        // Given
        hear(ended("fetch", null, 2, "succeeded", 0));
        Map<String, String> before = jobs.item(RUN, "fetch");

        // When
        hear(ended("fetch", null, 1, "failed", 3));
        hear(started("fetch", null, 2));

        // Then
        assertThat(jobs.item(RUN, "fetch")).isEqualTo(before);
        assertThat(jobs.item(RUN, "baseline")).containsEntry("reason", "ready, waits for a worker");
    }

    /** Wherever the first call dies, the second one does the rest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whatIsCutOffIsDoneByTheSameWordAgain(int calls) {
        // Given
        hear(ended("fit", 0, 1, "succeeded", 0));
        hear(ended("fit", 1, 1, "succeeded", 0));
        cutAfter(calls);
        assertThatThrownBy(() -> hear(ended("fit", 2, 1, "succeeded", 0))).isInstanceOf(Faults.FaultException.class);

        // When
        hear(ended("fit", 2, 1, "succeeded", 0));

        // Then
        assertThat(jobs.item(RUN, "fit#2")).containsEntry("status", "done");
        assertThat(jobs.item(RUN, "fit")).containsEntry("status", "done");
        assertThat(jobs.item(RUN, "score")).containsEntry("reason", "waits for fetch");
        assertThat(jobs.item(RUN, "report")).containsEntry("reason", "waits for baseline");
    }

    /** The reply of the given write is lost. */
    private void cutAfter(int calls) {
        if (calls == 1) {
            jobs.faults.loseNextReply();
        } else {
            jobs.faults.beforeNext(() -> cutAfter(calls - 1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "SKIPPED", "CANCELLED"})
    void whatTheMachineSaidOfAJobStays(JobStatus end) {
        // Given
        Map<String, String> settled = Map.of("status", end.wire(), "reason", "the machine's");
        jobs.put(RUN, "fetch", settled);

        // When
        hear(ended("fetch", null, 7, "succeeded", 0));

        // Then
        assertThat(jobs.item(RUN, "fetch")).isEqualTo(settled);
        assertThat(jobs.item(RUN, "baseline")).containsEntry("reason", "waits for fetch");
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISHING", "COMPLETED", "FAILED"})
    void nothingCountsOnceTheRunIsOver(RunStatus over) {
        // Given
        stage.rows.change(RUN, new RunChange.Finishing());
        if (over.isOver()) {
            stage.rows.change(RUN, new RunChange.Ended(over, "its end", FakeClock.START));
        }
        Map<String, String> before = jobs.item(RUN, "fetch");

        // When
        String did = hear(started("fetch", null, 1));

        // Then
        assertThat(did).isEqualTo("passed over: the run is over");
        assertThat(jobs.item(RUN, "fetch")).isEqualTo(before);
    }

    @Test
    void whatRunsInACancelledRunIsStillHeard() {
        // Given
        stage.cancel("cancel-1");

        // When
        hear(started("tidy", null, 1));

        // Then
        assertThat(jobs.item(RUN, "tidy")).containsEntry("status", "running");
    }

    @Test
    void aWorkerSpeaksOnlyForItself() {
        // When
        String did = hear(said("JobStarted", STRANGER, WORKER, detail("fetch", null, 1)));

        // Then
        assertThat(did).isEqualTo("refused: a worker speaks only for itself");
        assertThat(jobs.item(RUN, "fetch")).containsEntry("status", "waiting");
    }

    @Test
    void aWorkerSpeaksOnlyOfItsOwnRun() {
        // Given: a worker, of another run
        instances.seed(
                STRANGER, Map.of(Column.NAME, POST.name("run-2").value(), Column.COMMAND_ID, POST.commandId("run-2")));
        workers.begin("run-2", Worker.begun("run-2", POST, false), FakeClock.START);

        // When
        String did = hear(said("JobStarted", STRANGER, STRANGER, detail("fetch", null, 1)));

        // Then
        assertThat(did).isEqualTo("refused: it is no worker of this run");
        assertThat(jobs.item(RUN, "fetch")).containsEntry("status", "waiting");
    }

    /** Whoever may launch may take a name of ours, once it is free; not a command's id. */
    @Test
    void anInstanceThatHasAWorkersNameIsNoWorkerOfItsRun() {
        // Given
        instances.seed(STRANGER, Map.of(Column.NAME, POST.name(RUN).value(), Column.COMMAND_ID, "by-hand"));

        // When, Then
        assertThat(hear(said("JobStarted", STRANGER, STRANGER, detail("fetch", null, 1))))
                .isEqualTo("refused: it is no worker of this run");
    }

    @Test
    void aWorkerIsKnownByItsLaunchBeforeItIsHeardToBeReady() {
        // Given
        InstanceId early = new InstanceId("i-00000000000000002");
        Post post = new Post(2, 0);
        workers.begin(RUN, Worker.begun(RUN, post, false), FakeClock.START);
        instances.seed(early, Map.of(Column.NAME, post.name(RUN).value(), Column.COMMAND_ID, post.commandId(RUN)));

        // When
        hear(said("JobStarted", early, early, detail("fetch", null, 1)));

        // Then
        assertThat(jobs.item(RUN, "fetch")).containsEntry("worker", early.value());
    }

    /** SCENARIOS 8: it is unknown, and not "no"; but not for ever. */
    @Test
    void whoIsNotKnownYetIsHeardAgainLater() {
        // Given
        JsonObject event = said("JobStarted", STRANGER, STRANGER, detail("fetch", null, 1));
        assertThatThrownBy(() -> hear(event)).isInstanceOf(NotKnownYetException.class);

        // When
        stage.clock.set(FakeClock.START.plus(Duration.ofMinutes(5)));
        String did = hear(event);

        // Then
        assertThat(did).isEqualTo("refused: it is no worker of this run");
        assertThat(stage.lambda.logged())
                .anyMatch(line -> line.optionalString("message").orElse("").equals("a worker is not believed"));
    }

    @ParameterizedTest
    @CsvSource({"ghost, ", "fetch, 0", "fit, ", "fit, 3"})
    void ofAJobThatTheRunHasNotNothingIsMade(String job, @Nullable Integer index) {
        // When
        String did = hear(started(job, index, 1));

        // Then
        assertThat(did).isEqualTo("refused: its run has no such job");
        assertThat(jobs.item(RUN, "ghost")).isEmpty();
    }

    @Test
    void aRunThatIsNotOrIsAnotherQueuesIsRefused() {
        assertThat(hear(said(
                        "JobStarted", WORKER, WORKER, detail("fetch", null, 1).put("runId", "run-9"))))
                .isEqualTo("refused: there is no such run of this queue");
        assertThat(hear(said(
                        "JobStarted", WORKER, WORKER, detail("fetch", null, 1).put("queueId", "other"))))
                .isEqualTo("refused: there is no such run of this queue");
    }

    private String hear(JsonObject event) {
        return stage.lambda.invoke(handler, event).string("did");
    }

    private static JsonObject started(String job, @Nullable Integer index, int attempt) {
        return said("JobStarted", WORKER, WORKER, detail(job, index, attempt));
    }

    private static JsonObject ended(String job, @Nullable Integer index, int attempt, String how, int code) {
        return said(
                "JobEnded",
                WORKER,
                WORKER,
                detail(job, index, attempt)
                        .put("status", how)
                        .put("exitCode", code)
                        .put("seconds", 9)
                        .put("reason", "ended with " + code)
                        .put("results", "s3://results/" + job + "/"));
    }

    private static JsonObject.Builder detail(String job, @Nullable Integer index, int attempt) {
        JsonObject.Builder detail = JsonObject.builder()
                .put("version", 1)
                .put("id", "event-1")
                .put("correlationId", RUN)
                .put("at", FakeClock.START.toString())
                .put("queueId", "train")
                .put("runId", RUN)
                .put("jobId", job)
                .put("attempt", attempt);
        if (index != null) {
            detail.put("index", index.longValue());
        }
        return detail;
    }

    private static JsonObject said(String type, InstanceId speaker, InstanceId of, JsonObject.Builder detail) {
        return JsonObject.builder()
                .put("source", "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + speaker)
                .put("detail-type", type)
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .put("time", FakeClock.START.toString())
                .put("detail", detail.put("instanceId", of.value()).build())
                .build();
    }
}
