package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is typed about a queue becomes exactly one PutEvents, or none. */
class QueuePublicationTest {
    private static final String ID = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";
    private static final String TRAIN = """
            queue_id: train
            jobs:
              - {job_id: fetch, command: 'echo "$X" `date` "ü"', timeout: 1.5h}
            workers: {instance_type: t3.micro, slots: 2}
            """;

    private final FakeBus bus = new FakeBus();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @AfterEach
    void closeBus() {
        bus.close();
    }

    private Shell.Outcome types(String... arguments) {
        return Shell.speakingTo(bus).in(folder).types(arguments);
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("train.yaml"), text);
    }

    /** As the control plane reads it. */
    private static JsonObject queueOf(JsonObject detail) throws IOException {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(detail.string("queue"))))) {
            return JsonObject.parse(new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aFileArrivesAsItWasWritten() throws IOException {
        // Given
        file(TRAIN);

        // When
        Shell.Outcome outcome = types("queue", "submit", "train.yaml", "--owner=ada", "--id=" + ID);

        // Then
        JsonObject detail = bus.onlyRequest().detail();
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo("SubmitQueue");
        assertThat(detail.string("queueId")).isEqualTo("train");
        assertThat(detail.string("owner")).isEqualTo("ada");
        JsonObject queue = queueOf(detail);
        assertThat(queue.objects("jobs").getFirst().string("command")).isEqualTo("echo \"$X\" `date` \"ü\"");
        assertThat(queue.objects("jobs").getFirst().string("timeout")).isEqualTo("1.5h");
        assertThat(queue.object("workers").toString()).isEqualTo("{\"instance_type\":\"t3.micro\",\"slots\":2}");
        assertThat(outcome.outLines())
                .contains(
                        "queue      train",
                        "results    s3://spawn-results-123456789012-us-east-1/queues/train/ (unless the file names a"
                                + " bucket)")
                .anySatisfy(line -> assertThat(line).contains("execution:spawn-queue:" + ID));
    }

    @Test
    void whatIsSaidOfWorkersWinsOverTheFile() throws IOException {
        // Given
        file(TRAIN);

        // When
        types(
                "queue",
                "submit",
                "train.yaml",
                "--worker-type=c7i.large|c7a.large",
                "--workers=3",
                "--slots=4",
                "--spot",
                "--worker-ttl=2h");

        // Then
        assertThat(queueOf(bus.onlyRequest().detail()).object("workers").toString())
                .isEqualTo("{\"instance_type\":\"c7i.large|c7a.large\",\"slots\":4,\"ttl\":\"2h\",\"count\":3,"
                        + "\"spot\":true}");
    }

    @Test
    void aTemplateIsFilledAndSubmitted() throws IOException {
        // When
        types("queue", "submit", "--template=simple-sequential", "--var=RUN=./run", "--worker-type=t3.micro", "--json");

        // Then
        assertThat(queueOf(bus.onlyRequest().detail()).objects("jobs")).isNotEmpty();
    }

    @Test
    void everyProblemIsToldAndNothingIsPublished() throws IOException {
        // Given
        file("queue_id: train\njobs:\n  - {job_id: a, command: x, timeout: 90, depends_on: [b]}\n");

        // When
        Shell.Outcome outcome = types("queue", "submit", "train.yaml");

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("/jobs/0/timeout", "/jobs/0/depends_on/0", "2 problems, nothing published");
        assertThat(bus.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            submit                            | file is missing: for example spawn queue submit train.yaml, or --template etl
            submit t.json                     | no workers: give --worker-type, for example --worker-type c7i.large, or "workers": {"instance_type": "c7i.large"} in the file
            submit t.json --workers x         | --workers "x": a whole number from 1, for example 4
            submit t.json --template etl      | "t.json" and --template etl: give a file or a template, one of them
            submit t.json --var A=1           | --var is for --template; a file has no variables
            submit t.json --worker-typ x      | unknown option --worker-typ: did you mean --worker-type?
            cancel                            | queue is missing: its id, for example spawn queue cancel train
            resume                            | queue is missing: its id, for example spawn queue resume train
            cancel my/queue                   | queue "my/queue": 1 to 60 letters, digits, dots, underscores and hyphens, for example train
            """)
    void whatIsWrongIsOneLineAndNothingIsPublished(String typed, String message) throws IOException {
        // Given
        Files.writeString(
                folder.resolve("t.json"),
                "{\"queue_id\":\"t\",\"jobs\":[{\"job_id\":\"a\",\"command\":\"x\",\"timeout\":\"1m\"}]}");

        // When
        Shell.Outcome outcome = types(("queue " + typed).split(" "));

        // Then
        assertThat(outcome).isEqualTo(new Shell.Outcome(2, "", "spawn: " + message + "\n"));
        assertThat(bus.requests()).isEmpty();
    }

    @Test
    void slotsBeyondWhatAWorkerHasAreRefusedByTheirPlaceInTheFile() throws IOException {
        // Given
        file(TRAIN);

        // When
        Shell.Outcome outcome = types("queue", "submit", "train.yaml", "--slots=65");

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("/workers/slots");
    }

    @ParameterizedTest
    @CsvSource({"cancel, CancelQueue, spawn-cancel-queue, ''", "resume, ResumeQueue, spawn-queue, ',\"owner\":\"jane\"'"
    })
    void aRunIsCancelledAndResumedByItsQueue(String word, String type, String flow, String more) {
        // When
        Shell.Outcome outcome = types("queue", word, "train", "--id=" + ID, "--json");

        // Then
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo(type);
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"queueId\":\"train\"" + more + "}");
        assertThat(JsonObject.parse(outcome.out()).string("queue")).isEqualTo("train");
        assertThat(JsonObject.parse(outcome.out()).string("execution")).endsWith(":" + flow + ":" + ID);
    }
}
