package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.testevents.Hostile;
import host.spore.spawn.testevents.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the control plane makes of a worker that lies: about who it is, and in what it says of a job. */
class HostileWorkerTest {
    private static final String RUN = Stage.RUN;
    private static final InstanceId WORKER = new InstanceId("i-00000000000000001");
    private static final String SOURCE = "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/";

    private final Stage stage = new Stage().begun();
    private final FakeWorkerRows workers = new FakeWorkerRows();
    private final FakeJobNotes jobs = new FakeJobNotes();
    private final JobHandler handler = new JobHandler(
            stage.rows, workers, jobs, new FakeInstanceRows(), new Plans(stage.documents, Stage.BUCKET), stage.clock);

    static Stream<Sample> samples() {
        return Sample.all().stream().filter(sample -> sample.path().startsWith("jobs/"));
    }

    @BeforeEach
    void aWorkerAndItsJob() {
        jobs.put(RUN, "fetch", Map.of("status", "waiting", "reason", "ready"));
        workers.begin(RUN, Worker.begun(RUN, new Post(1, 0), false), FakeClock.START.plusSeconds(9_000));
        workers.note(RUN, new Post(1, 0), new WorkerNews.Ready(WORKER));
    }

    @Test
    void everyWordOfAWorkerIsTried() {
        assertThat(samples().map(Sample::detailType))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(JobEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nobodySpeaksForAWorker(Sample sample) {
        for (String source : List.of(
                SOURCE + "i-00000000000000009",
                SOURCE + WORKER + "0",
                SOURCE.replace("123456789012", "999999999999") + WORKER,
                SOURCE.replace("us-east-1", "eu-west-1") + WORKER,
                "spawn.control",
                "spawn.cli")) {
            // When
            JsonObject answer = hear(sample, ofFetch(sample).build(), source);

            // Then
            assertThat(answer.string("did")).as(source).isEqualTo("refused: a worker speaks only for itself");
        }
        assertThat(jobs.item(RUN, "fetch")).containsEntry("status", "waiting");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itsWordsAreNotedInOneLine(Sample sample) {
        int noted = 0;
        for (Map.Entry<String, Json> field : ofFetch(sample).build().members().entrySet()) {
            if (!(field.getValue() instanceof Json.JsonString)) {
                continue;
            }
            for (Hostile hostile : Hostile.all()) {
                aWorkerAndItsJob();
                try {
                    hear(
                            sample,
                            ofFetch(sample).put(field.getKey(), hostile.text()).build(),
                            SOURCE + WORKER);
                } catch (IllegalArgumentException notOurLanguage) {
                    assertThat(Hostile.steering(String.valueOf(notOurLanguage.getMessage())))
                            .isEmpty();
                }
                noted += "waiting".equals(jobs.item(RUN, "fetch").get("status")) ? 0 : 1;
                jobs.item(RUN, "fetch")
                        .forEach((attribute, value) -> assertThat(value)
                                .as(field.getKey() + " " + hostile + " in " + attribute)
                                .doesNotContain("\n")
                                .hasSizeLessThan(2_500)
                                .satisfies(text ->
                                        assertThat(Hostile.steering(text)).isEmpty()));
            }
        }
        assertThat(noted).isPositive();
        assertThat(stage.lambda.logged()).isNotEmpty();
    }

    /** The sample, of a job that the run has. */
    private static JsonObject.Builder ofFetch(Sample sample) {
        JsonObject.Builder detail = JsonObject.builder();
        sample.detail().members().forEach((key, value) -> detail.put(key, key.equals("index") ? null : value));
        return detail.put("instanceId", WORKER.value())
                .put("queueId", "train")
                .put("runId", RUN)
                .put("jobId", "fetch");
    }

    private JsonObject hear(Sample sample, JsonObject detail, String source) {
        return stage.lambda.invoke(
                handler,
                JsonObject.builder()
                        .putAll(sample.event())
                        .put("source", source)
                        .put("account", FakeLambda.ACCOUNT)
                        .put("region", FakeLambda.REGION)
                        .put("time", FakeClock.START.toString())
                        .put("detail", detail)
                        .build());
    }
}
