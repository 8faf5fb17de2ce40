package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a worker that somebody stops: by the command line, in EC2's console, by a hibernation. */
class StoppedWorkersTest {
    private static final Post FIRST = new Post(1, 0);
    private static final InstanceId ONE = new InstanceId("i-00000000000000001");

    private final Stage stage = new Stage().begun();
    private final FakeStaffs staffs = new FakeStaffs();
    private final FakeWorkerRows workers = new FakeWorkerRows();
    private final FakeInstanceRows instances = new FakeInstanceRows();
    private final FakeBus bus = new FakeBus();
    private final WorkersHandler handler = new WorkersHandler(
            new WorkersHandler.Ports(
                    stage.rows,
                    new FakeRunNotes(stage.rows),
                    staffs,
                    workers,
                    instances,
                    stage.documents,
                    stage.runs,
                    bus),
            stage.environment,
            stage.clock);

    @BeforeEach
    void theFirstWorkerIsLaunched() {
        stage.lambda.invoke(
                handler,
                JsonObject.builder()
                        .put("step", "start")
                        .put("queueId", "train")
                        .put("runId", Stage.RUN)
                        .put("activity", "arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123")
                        .build());
        instances.seed(ONE, Map.of(Column.NAME, FIRST.name(Stage.RUN).value()));
        bus.published.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.ec2", "spawn.control"})
    void itIsEndedSinceItServesNobody(String source) {
        isReady();
        // When
        stage.lambda.invoke(handler, says(source, ONE, "stopped"));
        stage.lambda.invoke(handler, says(source, ONE, "stopped"));

        // Then
        List<TerminateInstance> ends = ends();
        assertThat(ends).hasSize(2).allSatisfy(end -> {
            assertThat(end.target().toString()).isEqualTo(ONE.value());
            assertThat(end.reason()).startsWith("it was stopped");
        });
        assertThat(ends.stream().map(end -> end.envelope().id()).distinct())
                .as("one command, said twice")
                .hasSize(1);
    }

    @Test
    void oneThatHasEndedIsLeftAlone() {
        isReady();
        // Given
        workers.note(
                Stage.RUN, FIRST, new WorkerNews.Ended(WorkerEnd.ENDED, "gone", Instant.parse("2026-11-23T12:10:00Z")));

        // When
        stage.lambda.invoke(handler, says("aws.ec2", ONE, "stopped"));

        // Then
        assertThat(ends()).isEmpty();
    }

    @Test
    void anInstanceThatIsNoWorkerIsLeftAlone() {
        isReady();
        // Given
        InstanceId byHand = new InstanceId("i-00000000000000009");
        instances.seed(byHand, Map.of(Column.NAME, "by-hand"));

        // When
        stage.lambda.invoke(handler, says("aws.ec2", byHand, "stopped"));
        stage.lambda.invoke(handler, says("aws.ec2", new InstanceId("i-0000000000000000a"), "stopped"));

        // Then
        assertThat(ends()).isEmpty();
    }

    /** A name is free again after its instance's end, and anybody may take it. */
    @Test
    void anotherInstanceOfItsNameIsLeftAlone() {
        isReady();
        // Given
        InstanceId other = new InstanceId("i-00000000000000009");
        instances.seed(other, Map.of(Column.NAME, FIRST.name(Stage.RUN).value()));

        // When
        stage.lambda.invoke(handler, says("aws.ec2", other, "stopped"));

        // Then
        assertThat(ends()).isEmpty();
    }

    /** Its agent takes jobs as soon as it runs, and the launch says a moment later that it is ready. */
    @Test
    void oneThatIsNotSaidToBeReadyYetIsEndedToo() {
        // When
        stage.lambda.invoke(handler, says("aws.ec2", ONE, "stopped"));

        // Then
        assertThat(ends())
                .singleElement()
                .satisfies(end -> assertThat(end.target().toString())
                        .isEqualTo(FIRST.name(Stage.RUN).value()));
    }

    private void isReady() {
        workers.note(Stage.RUN, FIRST, new WorkerNews.Ready(ONE));
    }

    private List<TerminateInstance> ends() {
        return bus.published.stream()
                .map(event -> Language.command(event.type(), event.detail()).orElseThrow())
                .map(TerminateInstance.class::cast)
                .toList();
    }

    private static JsonObject says(String source, InstanceId instance, String state) {
        boolean ec2 = source.equals("aws.ec2");
        JsonObject.Builder detail = ec2
                ? JsonObject.builder().put("instance-id", instance.value())
                : JsonObject.builder()
                        .put("version", 1)
                        .put("id", "event-1")
                        .put("correlationId", Stage.RUN)
                        .put("at", "2026-11-23T12:00:00Z")
                        .put("instanceId", instance.value());
        return JsonObject.builder()
                .put("source", source)
                .put("detail-type", ec2 ? "EC2 Instance State-change Notification" : "InstanceObserved")
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .put("time", "2026-11-23T12:00:00Z")
                .put("detail", detail.put("state", state).build())
                .build();
    }
}
