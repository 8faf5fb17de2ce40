package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReaperHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final Instant NOW = FakeClock.START;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final FakeInstances instances = new FakeInstances();
    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeOutcomes outcomes = new FakeOutcomes();
    private final FakeBus bus = new FakeBus();
    private final FakeExecutions executions = new FakeExecutions();
    private final FakeDeadLetters deadLetters = new FakeDeadLetters();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final ReaperHandler handler = new ReaperHandler(new Sweep.Parts(
            instances, rows, outcomes, bus, executions, deadLetters, clock, List.of("arn:launch"), GRACE));

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RUNNING", "STOPPING", "STOPPED"})
    void endsWhateverLivesPastItsDeadlineAndNotesWho(InstanceState state) {
        // Given
        instances.put(aRunning(ID).in(state).due(NOW.minus(GRACE)).build());

        // When
        sweep();

        // Then
        assertThat(instances.terminated).containsExactly(ID);
        assertThat(rows.now(ID).text(Column.ENDED_BY_KEEPER)).contains("reaper");
    }

    @Test
    void leavesWhatHasTimeLeft() {
        // Given: by its tag, and by its row alone
        instances.put(aRunning(ID).due(NOW.minus(GRACE).plusSeconds(1)).build());
        instances.put(aRunning(OTHER).due(NOW.minusSeconds(9_000)).build());
        rows.seed(OTHER, Map.of(Column.DEADLINE, NOW.plusSeconds(9_000).toString()));

        // When
        sweep();

        // Then
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void instancesOfOthersAreNotTouched() {
        // Given
        instances.put(aRunning(ID).without("spawn").due(NOW.minusSeconds(9_000)).build());

        // When
        sweep();

        // Then
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void aDeadlineThatNobodyCanReadIsUnknownAndReported() {
        // Given
        instances.put(aRunning(ID).tagged("ttl", "soon").build());

        // When
        sweep();

        // Then
        assertThat(instances.terminated).isEmpty();
        assertThat(lambda.logged())
                .anySatisfy(line ->
                        assertThat(line.string("message")).isEqualTo("an instance without a readable deadline"));
    }

    @Test
    void aTableThatIsDownKeepsNothingAliveAndTheSweepFails() {
        // Given
        instances.put(aRunning(ID).due(NOW.minusSeconds(9_000)).build());
        rows.reads.failNext(100);

        // When, Then
        assertThatThrownBy(this::sweep)
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("could not read the row of " + ID);
        assertThat(instances.terminated).containsExactly(ID);
        assertThat(metrics()).isEmpty();
    }

    @Test
    void anExtensionBetweenTheListAndTheKillWins() {
        // Given: the list and the first look at the row say "due"
        instances.put(aRunning(ID).due(NOW.minusSeconds(9_000)).build());
        rows.seed(ID, Map.of(Column.DEADLINE, NOW.minusSeconds(9_000).toString()));
        rows.writes.beforeNext(() ->
                rows.seed(ID, Map.of(Column.DEADLINE, NOW.plusSeconds(9_000).toString())));

        // When
        sweep();

        // Then
        assertThat(instances.terminated).isEmpty();
        assertThat(rows.now(ID).has(Column.ENDED_BY_KEEPER)).isFalse();
    }

    @Test
    void aRegionThatCannotBeListedIsAnErrorAndNotNothing() {
        // Given
        instances.faults.failNext(1);
        outcomes.writeOnce(unpublished("c9"));

        // When, Then: and the rest is done all the same
        assertThatThrownBy(this::sweep).hasMessageContaining("could not list the instances");
        assertThat(bus.published).hasSize(1);
        assertThat(metrics()).isEmpty();
    }

    @Test
    void aCompleteSweepSaysSoInCloudWatchsFormat() {
        // When
        sweep();

        // Then
        assertThat(metrics()).containsExactly(JsonObject.parse("""
                {"_aws":{"Timestamp":1795435200000,"CloudWatchMetrics":[{"Namespace":"Spawn","Dimensions":[[]],
                 "Metrics":[{"Name":"Sweeps","Unit":"Count"}]}]},"Sweeps":1}"""));
    }

    @Test
    void publishesWhatWasWrittenAndNotPublished() {
        // Given
        outcomes.writeOnce(unpublished("c1"));
        outcomes.writeOnce(unpublished("c2"));

        // When
        sweep();
        sweep();

        // Then
        assertThat(bus.published).extracting(FakeBus.Published::type).containsExactly("CommandFailed", "CommandFailed");
        assertThat(outcomes.unpublished()).isEmpty();
    }

    @Test
    void oneThatCannotBePublishedDoesNotKeepTheOthers() {
        // Given
        outcomes.writeOnce(unpublished("c1"));
        outcomes.writeOnce(unpublished("c2"));
        bus.faults.failNext(1);

        // When, Then
        assertThatThrownBy(this::sweep).hasMessageContaining("could not publish c1");
        assertThat(outcomes.unpublished()).extracting(StoredOutcome::key).containsExactly("c1");
    }

    @Test
    void aCommandWhoseFlowDiedGetsItsOutcome() {
        // Given
        executions.fail("c1", input("StopInstance", "\"target\":\"demo\""), NOW.minusSeconds(60));

        // When
        sweep();
        sweep();

        // Then
        assertThat(bus.published).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("CommandFailed");
            assertThat(event.detail().string("commandId")).isEqualTo("c1");
            assertThat(event.detail().string("commandType")).isEqualTo("StopInstance");
            assertThat(event.detail().string("correlationId")).isEqualTo("c0");
            assertThat(event.detail().string("reason")).isEqualTo("the flow ended without an outcome (FAILED)");
        });
    }

    @Test
    void aLaunchWhoseFlowDiedLeavesNothingAlive() {
        // Given: SCENARIOS 7, the caller died after RunInstances
        executions.fail("c1", input("LaunchInstance", "\"name\":\"demo\""), NOW.minusSeconds(60));
        instances.put(aRunning(ID)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .build());
        instances.put(aRunning(OTHER)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c2")
                .build());

        // When
        sweep();

        // Then
        assertThat(instances.terminated).containsExactly(ID);
        assertThat(rows.now(ID).text(Column.END_CAUSE)).contains("launch");
        assertThat(bus.published).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("LaunchFailed");
            assertThat(event.detail().string("name")).isEqualTo("demo");
            assertThat(event.detail().string("instanceId")).isEqualTo(ID.value());
        });
    }

    @Test
    void aCommandThatHasItsOutcomeIsLeftAlone() {
        // Given: the flow failed after it had said how the command ended
        outcomes.writeOnce(unpublished("c1"));
        outcomes.markPublished("c1", NOW);
        executions.fail("c1", input("LaunchInstance", "\"name\":\"demo\""), NOW);
        instances.put(aRunning(ID)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .build());

        // When
        sweep();

        // Then
        assertThat(bus.published).isEmpty();
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void executionsOfYesterdayAreOver() {
        // Given
        executions.fail("c1", input("StopInstance", "\"target\":\"demo\""), NOW.minus(Duration.ofHours(25)));

        // When
        sweep();

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void aCommandThatNeverStartedIsHandedToTheIntakeAndOnlyThenDeleted() {
        // Given
        deadLetters.put("{\"detail-type\":\"StopInstance\",\"detail\":{}}");
        executions.starts.failNext(1);
        assertThatThrownBy(this::sweep).hasMessageContaining("could not restart message message-0");
        List<String> leftAfterFailure = deadLetters.left();
        deadLetters.put("{\"detail-type\":\"StartInstance\",\"detail\":{}}");

        // When
        sweep();

        // Then
        assertThat(leftAfterFailure).hasSize(1);
        assertThat(executions.started)
                .containsExactly(JsonObject.parse("{\"detail-type\":\"StartInstance\",\"detail\":{}}"));
        assertThat(deadLetters.left()).hasSize(1);
    }

    @Test
    void aPoisonMessageIsReportedAndBlocksNobody() {
        // Given
        deadLetters.put("\u0007 no json");
        deadLetters.put("{\"detail-type\":\"StopInstance\",\"detail\":{}}");

        // When
        sweep();

        // Then
        assertThat(executions.started).hasSize(1);
        assertThat(deadLetters.left()).isEmpty();
        assertThat(bus.published).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("DriftRepaired");
            assertThat(event.detail().string("kind")).isEqualTo("unreadable-command");
            assertThat(event.detail().string("reason")).contains("it began: ? no json");
        });
    }

    private void sweep() {
        lambda.invoke(handler, JsonObject.parse("{}"));
    }

    private List<JsonObject> metrics() {
        return lambda.logged().stream().filter(line -> line.has("_aws")).toList();
    }

    private static JsonObject input(String type, String fields) {
        return JsonObject.parse("{\"type\":\"" + type + "\",\"command\":{\"version\":1,\"id\":\"c1\",\"correlationId\":"
                + "\"c0\",\"at\":\"2026-11-23T12:00:00Z\"," + fields + "}}");
    }

    private static StoredOutcome unpublished(String key) {
        return new StoredOutcome(key, "StopInstance", "CommandFailed", "id-" + key, "{\"id\":\"id\"}", NOW, false);
    }
}
