package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.inbox.Packing;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrepareHandlerTest {
    private final Stage stage = new Stage();

    private String refused(JsonObject answer) {
        assertThat(answer.string("result")).isEqualTo("refused");
        return answer.string("reason");
    }

    private void assertNothingWritten() {
        assertThat(stage.documents.texts).isEmpty();
        assertThat(stage.claims.read("train")).isEmpty();
        assertThat(stage.rows.read(Stage.RUN)).isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        String reason = refused(stage.submit(Stage.RUN, """
                {"queue_id": "train", "jobs": [{"job_id": "a", "command": "a", "timeout": "1x", "depends_on": ["b"]}]}
                """));
        assertThat(reason).startsWith("2 problems: ").contains("/jobs/0/timeout", "/jobs/0/depends_on");
        assertNothingWritten();
    }

    @Test
    void problemsAreToldAsFarAsThereIsRoom() {
        String jobs = IntStream.range(0, 100)
                .mapToObj(i -> "{\"job_id\":\"j" + i + "\",\"command\":\"a\",\"timeout\":\"1x\"}")
                .collect(Collectors.joining(","));
        String reason = refused(stage.submit(Stage.RUN, "{\"queue_id\":\"train\",\"jobs\":[" + jobs + "]}"));
        assertThat(reason)
                .startsWith("100 problems: ")
                .hasSizeBetween(700, 1_000)
                .containsPattern("; and [0-9]+ more, which spawn queue validate tells$");
    }

    @Test
    void whatNoDeploymentCanRunIsRefused() {
        assertThat(refused(stage.submit(Stage.RUN, """
                {"queue_id": "other", "result_s3_bucket": "lab", "jobs": [
                 {"job_id": "a", "command": "a", "timeout": "1m", "array": 1600}]}
                """)))
                .isEqualTo("3 problems: /queue_id: \"other\": the command is about queue train; name the same;"
                        + " /workers/instance_type: no instance type for its workers; give --worker-type, or workers:"
                        + " {instance_type: c7i.large}; /result_s3_bucket: \"lab\": its workers may not write there; leave it out"
                        + " for " + Stage.BUCKET + ", or have who deploys spawn allow it (queueResultBuckets)");
        assertNothingWritten();
    }

    @Test
    void moreThanATableCanTakeInOneGoIsRefused() {
        String jobs = IntStream.range(0, 13)
                .mapToObj(i -> "{\"job_id\":\"j" + i + "\",\"command\":\"a\",\"timeout\":\"1m\",\"array\":1600}")
                .collect(Collectors.joining(","));
        assertThat(refused(stage.submit(
                        Stage.RUN,
                        "{\"queue_id\":\"train\",\"workers\":{\"instance_type\":\"c7i.large\"},\"jobs\":[" + jobs
                                + "]}")))
                .contains("20800 jobs and elements of arrays; at most 20000");
    }

    @Test
    void aBucketThatIsAllowedTakesItsPrefixAndOursDoesNot() {
        // Given
        Stage allowing = new Stage("lab,archive");
        String file = Stage.TRAIN.replace(
                "{\"queue_id\"", "{\"result_s3_bucket\": \"lab\", \"result_s3_prefix\": \"mine\", \"queue_id\"");

        // When
        allowing.submit(Stage.RUN, file);
        stage.submit(Stage.RUN, file.replace("\"lab\"", "\"" + Stage.BUCKET + "\""));

        // Then
        JsonObject theirs = JsonObject.parse(allowing.document("run-1/queue.json"));
        assertThat(theirs.string("bucket")).isEqualTo("lab");
        assertThat(theirs.string("prefix")).isEqualTo("mine/queues/train/runs/run-1/");
        assertThat(JsonObject.parse(stage.document("run-1/queue.json")).string("prefix"))
                .isEqualTo("queues/train/runs/run-1/");
        assertThat(refused(new Stage("archive").submit(Stage.RUN, file))).contains("or take one of archive");
    }

    @Test
    void whatIsNoCommandOfThisFlowIsRefused() {
        assertThat(refused(stage.prepare(Stage.command("CancelQueue", "c", "train", null))))
                .contains("publish SubmitQueue or ResumeQueue");
        assertThat(refused(stage.prepare(Stage.command("SubmitQueue", "c", "a b", Packing.packed("{}")))))
                .contains("/queueId");
        assertThat(refused(stage.submit("c", "train", "AAAA"))).contains("gzipped, in base64");
    }

    /** Parts are named after the execution that begins them. */
    @Test
    void anIdThatLeavesNoRoomForPartsIsRefusedWhereThereAreParts() {
        String arrays = IntStream.range(0, 3)
                .mapToObj(i -> "{\"job_id\":\"j" + i + "\",\"command\":\"a\",\"timeout\":\"1m\",\"array\":1600}")
                .collect(Collectors.joining(","));
        String large =
                "{\"queue_id\":\"train\",\"workers\":{\"instance_type\":\"c7i.large\"},\"jobs\":[" + arrays + "]}";
        assertThat(refused(stage.submit("i".repeat(79), large)))
                .isEqualTo("the command's id has 79 characters, and this queue needs 2 behind it in the names of its"
                        + " executions: at most 80 in all; give a shorter --id");
        assertThat(stage.submit("i".repeat(78), large).string("result")).isEqualTo("ready");
        assertThat(new Stage().submit("i".repeat(80), Stage.TRAIN).string("result"))
                .isEqualTo("ready");
    }

    @Test
    void aCommandThatReachesTheJobIsTheOneThatWasWritten() {
        // Given
        String command = "echo 'ü\\n' \\\"$X\\\" `date` ${HOME} \\u0007";
        String file = Stage.TRAIN.replace("./fetch", command);

        // When
        stage.submit(Stage.RUN, file);

        // Then
        assertThat(JsonObject.parse(stage.document("run-1/queue.json"))
                        .object("jobs")
                        .object("fetch")
                        .string("command"))
                .isEqualTo("echo 'ü\n' \"$X\" `date` ${HOME} \u0007");
    }

    @Test
    void aFileInTheInboxIsReadAsWhatItsNameSaysAndKeptAsJson() {
        // Given
        String etag = stage.inbox.put("inbox/queues/train.yaml", """
                queue_id: train
                workers: {instance_type: c7i.large}
                jobs: [{job_id: fit, command: ./fit, timeout: 1h}]
                """);

        // When
        JsonObject answer = stage.prepare(fromInbox("c-1", "inbox/queues/train.yaml", etag));

        // Then
        assertThat(answer.string("result")).as(answer.toString()).isEqualTo("ready");
        assertThat(answer.string("queueId")).isEqualTo("train");
        String kept = QueuePlaces.own(Stage.BUCKET, "train", "c-1").file();
        assertThat(stage.documents
                        .read(Stage.BUCKET, kept)
                        .map(JsonObject::parse)
                        .orElseThrow()
                        .objects("jobs"))
                .hasSize(1);
    }

    @Test
    void whatCannotBeReadInTheInboxIsRefusedWithWhatToDo() {
        assertThat(refused(stage.prepare(fromInbox("c-1", "inbox/train.yaml", "0123"))))
                .startsWith("inbox/train.yaml: there is no such file");
        String etag = stage.inbox.put("inbox/train.yaml", "jobs: [");
        assertThat(refused(stage.prepare(fromInbox("c-2", "inbox/train.yaml", etag))))
                .startsWith("inbox/train.yaml: ");
        stage.inbox.put("inbox/train.yaml", "queue_id: train");
        assertThat(refused(stage.prepare(fromInbox("c-3", "inbox/train.yaml", etag))))
                .startsWith("inbox/train.yaml: it has changed");
        assertNothingWritten();
    }

    private static JsonObject fromInbox(String id, String key, String etag) {
        JsonObject given = Stage.command("SubmitQueue", id, "train", null);
        return JsonObject.builder()
                .putAll(given)
                .put(
                        "command",
                        JsonObject.builder()
                                .putAll(given.object("command"))
                                .put("owner", "ada")
                                .put(
                                        "file",
                                        JsonObject.builder()
                                                .put("key", key)
                                                .put("etag", etag)
                                                .build())
                                .build())
                .build();
    }

    @Test
    void oneRunAtATime() {
        // Given
        stage.begun();

        // When, Then
        assertThat(refused(stage.submit("run-2", Stage.TRAIN)))
                .startsWith("queue train runs already (run run-1, since 2026-11-23T12:00:00Z)");
        assertThat(refused(stage.resume("run-2"))).startsWith("queue train runs already");
        assertThat(stage.rows.read("run-2")).isEmpty();
    }

    @Test
    void theSameCommandTwiceIsTheSameRun() {
        // When
        JsonObject first = stage.submit(Stage.RUN, Stage.TRAIN);
        Map<String, String> written = Map.copyOf(stage.documents.texts);
        stage.clock.advance(Duration.ofMinutes(1));
        JsonObject second = stage.submit(Stage.RUN, Stage.TRAIN);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(stage.documents.texts).isEqualTo(written);
    }

    @Test
    void whereverItIsCutItIsGoneOnWith() {
        JsonObject whole = new Stage().submit(Stage.RUN, Stage.TRAIN);
        for (int cut = 0; cut < 6; cut++) {
            Stage fresh = new Stage();
            Faults faults = cut == 0 ? fresh.claims.faults : cut == 5 ? fresh.rows.faults : fresh.documents.faults;
            lose(faults, cut == 0 || cut == 5 ? 1 : cut);
            int failures = 0;
            for (int i = 0; i < 9; i++) {
                try {
                    assertThat(fresh.submit(Stage.RUN, Stage.TRAIN)).isEqualTo(whole);
                    break;
                } catch (Faults.FaultException lost) {
                    failures++;
                }
            }
            assertThat(failures).as("cut %d", cut).isEqualTo(1);
            assertThat(fresh.rows.read(Stage.RUN)).isPresent();
            assertThat(fresh.claims.read("train").flatMap(QueueClaim::holder)).contains(Stage.RUN);
        }
    }

    private static void lose(Faults faults, int call) {
        if (call == 1) {
            faults.loseNextReply();
        } else {
            faults.beforeNext(() -> lose(faults, call - 1));
        }
    }

    /** Its flow failed and gave nothing back: what is left of it is ended, so that not two run at once. */
    @Test
    void aRunWhoseFlowIsOverIsTakenOverAndEnded() {
        // Given
        stage.begun();
        stage.runs.put(Stage.FLOW + Stage.RUN, Runs.Status.TIMED_OUT);

        // When
        JsonObject answer = stage.submit("run-2", Stage.TRAIN);

        // Then
        assertThat(answer.string("result")).isEqualTo("ready");
        assertThat(stage.claims.read("train").orElseThrow().holder()).contains("run-2");
        assertThat(stage.claims.read("train").orElseThrow().lastRun()).contains(Stage.RUN);
        assertThat(stage.runs.stopped).containsExactly(stage.execution(Stage.RUN, "main") + " Queue.Over");
        assertThat(JsonObject.parse(stage.document("run-1/summary.json")).string("cause"))
                .as("the sign for its workers that it is over")
                .isEqualTo("error");
        RunRow abandoned = stage.rows.read(Stage.RUN).orElseThrow();
        assertThat(abandoned.status()).isEqualTo(RunStatus.FAILED);
        assertThat(abandoned.reason())
                .contains("its flow ended without it: run run-2 took the queue over; 0 of 6 jobs are done");
    }

    @Test
    void anAbandonedRunIsEndedAlsoWhenTheTakingOverWasCutShort() {
        // Given
        stage.begun();
        stage.runs.put(Stage.FLOW + Stage.RUN, Runs.Status.FAILED);
        stage.claims.faults.beforeNext(() -> stage.claims.faults.beforeNext(stage.claims.faults::loseNextReply));

        // When
        assertThatThrownBy(() -> stage.submit("run-2", Stage.TRAIN)).isInstanceOf(Faults.FaultException.class);
        assertThat(stage.runs.stopped).isEmpty();
        stage.submit("run-2", Stage.TRAIN);

        // Then
        assertThat(stage.runs.stopped).hasSize(1);
        assertThat(stage.rows.read(Stage.RUN).orElseThrow().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void twoAtOnceAreOne() {
        // Given: another takes it between our look and our write
        stage.claims.faults.beforeNext(() -> stage.claims.faults.beforeNext(() -> stage.claims.take(
                "train",
                Optional.empty(),
                new QueueClaim(Optional.of("run-9"), Optional.empty(), stage.clock.instant()))));

        // When, Then
        assertThatThrownBy(() -> stage.submit(Stage.RUN, Stage.TRAIN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the claim of train changed meanwhile");
        assertThat(stage.rows.read(Stage.RUN)).isEmpty();
        assertThat(refused(stage.submit(Stage.RUN, Stage.TRAIN))).contains("run run-9");
    }

    @Test
    void aRunOfWhichNothingIsKeptIsNotResumed() {
        assertThat(refused(stage.resume("run-2"))).startsWith("queue train has not run yet");
        stage.begun();
        stage.rows.forget(Stage.RUN);
        stage.claims.free("train", Stage.RUN);
        stage.documents.texts.clear();
        assertThat(refused(stage.resume("run-2"))).startsWith("nothing is kept of the last run of queue train (run-1)");
    }

    @Test
    void aRunWhoseFlowIsOverIsResumed() {
        // Given
        stage.begun();
        stage.runs.put(Stage.FLOW + Stage.RUN, Runs.Status.ABORTED);
        stage.jobs.put(
                Stage.RUN, stage.jobs.row(Stage.RUN, "fetch").ended(JobStatus.DONE, "done", stage.clock.instant()));

        // When
        JsonObject answer = stage.resume("run-2");

        // Then
        assertThat(answer.string("owner")).isEqualTo("ada");
        assertThat(stage.resume("run-2")).as("asked again").isEqualTo(answer);
        assertThat(new Plans(stage.documents, Stage.BUCKET).of("train", "run-2").done())
                .hasSize(1);
    }

    /** Its worker's word was lost, and nobody summed the run up: the history says that it is done. */
    @Test
    void whatAnAbandonedRunHasDoneByItsHistoryIsPassedOver() {
        // Given
        stage.begun();
        stage.runs.happened(
                stage.execution(Stage.RUN, "main"),
                new Runs.Scheduled(2, "{\"job\":\"fetch\"}"),
                new Runs.Started(3, 2, stage.clock.instant()),
                new Runs.Succeeded(4, 3, "{}", stage.clock.instant()));
        stage.runs.put(Stage.FLOW + Stage.RUN, Runs.Status.ABORTED);

        // When
        stage.resume("run-2");

        // Then
        assertThat(JsonObject.parse(stage.document("run-2/queue.json"))
                        .object("jobs")
                        .object("fetch")
                        .bool("done", false))
                .isTrue();
    }

    @Test
    void aLateCallOfARunThatIsOverTakesNothing() {
        // Given
        stage.begun();
        stage.finish(Stage.RUN);

        // When, Then
        assertThat(refused(stage.submit(Stage.RUN, Stage.TRAIN))).startsWith("run run-1 of queue train is over");
        assertThat(stage.claims.read("train").flatMap(QueueClaim::holder)).isEmpty();
    }
}
