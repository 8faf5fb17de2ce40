package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.testevents.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertHandlerTest {
    private static final InstanceId INSTANCE = new InstanceId("i-0c5d1f2a3b4c5d6e7");
    private static final String LAUNCH = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";

    private final AlertsStage stage = new AlertsStage();

    private List<String> told() {
        return stage.begun().stream().map(input -> input.string("destination")).toList();
    }

    private JsonObject alert() {
        return stage.begun().getLast().object("alert");
    }

    private void launched() {
        stage.rows.seed(
                INSTANCE,
                Map.of(Column.NAME, "demo", Column.OWNER, "ada", Column.COMMAND_ID, LAUNCH, Column.GENERATION, "1"));
        stage.executions.started.put(
                "arn:aws:states:us-east-1:123456789012:execution:spawn-launch:" + LAUNCH,
                JsonObject.parse("{\"command\":{\"owner\":\"ada\",\"tags\":{\"project\":\"genome\"}}}"));
    }

    @Test
    void whoAsksForItsKindIsTold() {
        // Given
        launched();
        stage.with("oncall", AlertsStage.http(), AlertKind.SPOT, AlertKind.FAILED)
                .with("team", AlertsStage.slack(), AlertKind.COST);

        // When
        stage.hears("agent/SpotInterrupted");

        // Then
        assertThat(told()).containsExactly("oncall");
        assertThat(alert().string("title"))
                .startsWith("demo is interrupted: EC2 takes the spot capacity back at 2026-");
        assertThat(alert().strings("facts"))
                .containsEntry("instance", INSTANCE.value())
                .containsEntry("owner", "ada");
        assertThat(alert().strings("links"))
                .containsEntry(
                        "execution",
                        "https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/"
                                + "arn:aws:states:us-east-1:123456789012:execution:spawn-lifecycle:" + INSTANCE + "-1")
                .containsKey("instance")
                .containsEntry(
                        "dashboard",
                        "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/spawn");
    }

    /** SCENARIOS 3. */
    @Test
    void whatIsHeardFiveTimesIsToldOnce() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertKind.FAILED)
                .with("quiet", AlertsStage.http(), AlertFilter.NONE, Duration.ofMinutes(10), AlertKind.FAILED);

        // When
        for (int i = 0; i < 5; i++) {
            stage.hears("control/LaunchFailed");
            stage.clock.advance(Duration.ofMinutes(3));
        }

        // Then
        assertThat(told()).containsExactly("oncall", "quiet");
    }

    @Test
    void oneThatCannotBeBegunKeepsNobodyFromTheirs() {
        // Given
        stage.with("one", AlertsStage.http(), AlertKind.FAILED)
                .with("two", AlertsStage.http(), AlertKind.FAILED)
                .with("three", AlertsStage.http(), AlertKind.FAILED);
        stage.executions.faults.failNext(1);

        // When
        assertThatThrownBy(() -> stage.hears("control/LaunchFailed")).isInstanceOf(Faults.FaultException.class);

        // Then
        assertThat(told()).containsExactly("two", "three");

        // When: Lambda tries again
        stage.hears("control/LaunchFailed");

        // Then
        assertThat(told()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo   |      |                | true
            de*    |      |                | true
            *m*    |      |                | true
            d      |      |                | false
            demo2  |      |                | false
                   | ada  |                | true
                   | bob  |                | false
                   |      | project=genome | true
                   |      | project=moon   | false
                   |      | other=genome   | false
            de*    | ada  | project=genome | true
            de*    | bob  | project=genome | false
            """)
    void filtersMustAllHold(String name, String owner, String tag, boolean holds) {
        // Given
        launched();
        Tags tags = tag == null ? Tags.NONE : new Tags(Map.of(tag.split("=")[0], tag.split("=")[1]));
        stage.with("oncall", AlertsStage.http(), new AlertFilter(name, owner, tags), null, AlertKind.SPOT);

        // When
        stage.hears("agent/SpotInterrupted");

        // Then
        assertThat(told()).hasSize(holds ? 1 : 0);
    }

    /** There is no row of a launch that failed; its command tells whose it was. */
    @Test
    void aFailedLaunchIsToldToItsOwner() {
        // Given
        stage.executions.started.put(
                "arn:aws:states:us-east-1:123456789012:execution:spawn-launch:" + LAUNCH,
                JsonObject.parse("{\"command\":{\"owner\":\"ada\",\"tags\":7}}"));
        stage.with("ada", AlertsStage.http(), new AlertFilter(null, "ada", Tags.NONE), null, AlertKind.FAILED)
                .with("bob", AlertsStage.http(), new AlertFilter(null, "bob", Tags.NONE), null, AlertKind.FAILED);

        // When
        stage.hears("control/LaunchFailed");

        // Then
        assertThat(told()).containsExactly("ada");
    }

    @ParameterizedTest
    @CsvSource({
        "control/SweepFailed, LaunchSweep, spawn-sweep, SWEEP",
        "control/SweepFailed, ResumeSweep, spawn-sweep, SWEEP",
        "control/QueueFailed, SubmitQueue, spawn-queue, QUEUE",
        "control/QueueFailed, ResumeQueue, spawn-queue, QUEUE"
    })
    void soIsWhatWasSubmittedAsAWhole(String event, String command, String flow, AlertKind kind) {
        // Given
        stage.executions.started.put(
                "arn:aws:states:us-east-1:123456789012:execution:" + flow + ":"
                        + Sample.of(event).event().object("detail").string("runId"),
                JsonObject.parse("{\"command\":{\"owner\":\"ada\"}}"));
        stage.with("ada", AlertsStage.http(), new AlertFilter(null, "ada", Tags.NONE), null, kind)
                .with("bob", AlertsStage.http(), new AlertFilter(null, "bob", Tags.NONE), null, kind);

        // When
        stage.hears(event, Map.of("commandType", command));

        // Then
        assertThat(told()).containsExactly("ada");
    }

    @ParameterizedTest
    @CsvSource({"lr-20261123-3f2a1b, 1", "lr-*, 1", "lr, 0"})
    void aSweepIsCalledByItsId(String name, int times) {
        // Given
        stage.with("lab", AlertsStage.http(), new AlertFilter(name, null, Tags.NONE), null, AlertKind.SWEEP);

        // When
        stage.hears("control/SweepFailed");

        // Then
        assertThat(told()).hasSize(times);
    }

    /** The role may read executions of launches, queues and sweeps, and of nothing else. */
    @Test
    void whatAnotherCommandWasIsNotLookedUp() {
        // Given
        stage.with("ada", AlertsStage.http(), new AlertFilter(null, "ada", Tags.NONE), null, AlertKind.FAILED);

        // When
        stage.hears("control/CommandRejected", Map.of("commandType", "ExtendInstance"));

        // Then
        assertThat(stage.executions.read).isEmpty();
        assertThat(stage.begun()).isEmpty();
    }

    @Test
    void inAQuietWindowTheFirstIsToldAndTheRestWait() {
        // Given
        stage.with(
                "oncall",
                AlertsStage.http(),
                AlertFilter.NONE,
                Duration.ofMinutes(10),
                AlertKind.FAILED,
                AlertKind.QUEUE);

        // When
        stage.hears("control/LaunchFailed", Map.of("id", "one"));
        stage.hears("control/LaunchFailed", Map.of("id", "two"));
        stage.hears("control/LaunchFailed", Map.of("id", "three"));
        stage.hears("control/QueueFailed");

        // Then: one now, one digest at the window's end, and another kind for itself
        assertThat(stage.begun()).hasSize(3);
        assertThat(stage.begun().get(0).object("alert").string("cause")).isEqualTo("one");
        assertThat(stage.begun().get(1).string("until")).isEqualTo("2026-11-23T12:10:00Z");
        assertThat(stage.begun().get(2).object("alert").string("kind")).isEqualTo("queue");

        // When: later
        stage.clock.advance(Duration.ofMinutes(30));
        stage.hears("control/LaunchFailed", Map.of("id", "four"));

        // Then: what is held has not been told, so that it waits with the others
        assertThat(stage.begun()).hasSize(3);
        assertThat(stage.quiets.close(
                        new host.spore.spawn.events.DestinationId("oncall"),
                        AlertKind.FAILED,
                        java.time.Instant.parse("2026-11-23T12:10:00Z"),
                        stage.clock.instant()))
                .containsExactly("four", "three", "two");
    }

    @Test
    void afterAQuietWindowTheNextIsToldAtOnce() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertFilter.NONE, Duration.ofMinutes(10), AlertKind.FAILED);
        stage.hears("control/LaunchFailed", Map.of("id", "one"));
        stage.clock.advance(Duration.ofMinutes(10));

        // When
        stage.hears("control/LaunchFailed", Map.of("id", "two"));

        // Then
        assertThat(stage.begun()).hasSize(2).allMatch(input -> input.has("alert"));
    }

    @Test
    void anInstanceTellsOfItselfAndOfNoOther() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertKind.SPOT);

        // When
        JsonObject answer = stage.hears("agent/SpotInterrupted", Map.of("instanceId", "i-0bbbbbbbbbbbbbbbb"));

        // Then
        assertThat(answer.string("did")).contains("not said by whom it should be");
        assertThat(stage.begun()).isEmpty();
    }

    @Test
    void whatOnlyTheControlPlaneSaysNoInstanceSays() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertKind.FAILED);
        JsonObject event = Sample.of("control/LaunchFailed").event();

        // When
        stage.hears(JsonObject.builder()
                .putAll(event)
                .put("source", Sample.of("agent/SpotInterrupted").event().string("source"))
                .build());

        // Then
        assertThat(stage.begun()).isEmpty();
    }

    @Test
    void whereNobodyAsksNothingIsLookedUp() {
        // Given: a table of instances that would fail
        stage.rows.reads.failNext(1);

        // When, Then
        assertThat(stage.hears("agent/SpotInterrupted").string("did")).isEqualTo("nobody asked");
    }

    /** An instance may say what it likes: it must not fill the queue of what is looked into by people. */
    @Test
    void whatIsNoEventOfOursIsPassedOver() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertKind.WARNING);

        // When, Then
        assertThat(stage.hears("agent/AgentProblem", Map.of("what", "nonsense")).string("did"))
                .startsWith("passed over");
        assertThat(stage.begun()).isEmpty();
    }

    @Test
    void aTextOfManyLinesIsOneLine() {
        // Given
        stage.with("oncall", AlertsStage.http(), AlertKind.WARNING);

        // When
        stage.hears("agent/AgentProblem", Map.of("detail", "a\nb\u001b[31m" + "x".repeat(900)));

        // Then
        Json line = alert().array("lines").getFirst();
        assertThat(line.toString()).contains("a?b?[31m").hasSizeLessThan(1100);
    }
}
