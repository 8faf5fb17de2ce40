package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.StoredOutcome;
import host.spore.spawn.functions.wake.FakeCallbacks;
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

    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeInstances instances = fakes.instances;
    private final FakeInstanceRows rows = fakes.rows;
    private final FakeNames names = fakes.names;
    private final FakeCallbacks callbacks = fakes.callbacks;
    private final FakeOutcomes outcomes = fakes.outcomes;
    private final FakeBus bus = fakes.bus;
    private final FakeExecutions executions = fakes.executions;
    private final FakeDeadLetters deadLetters = fakes.deadLetters;
    private final FakeClock clock = fakes.clock;
    private final FakeLambda lambda = new FakeLambda();
    private final ReaperHandler handler = fakes.handler();

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
        assertThat(said()).hasSize(1);
        assertThat(metrics()).isEmpty();
    }

    @Test
    void aCompleteSweepSaysSoInCloudWatchsFormat() {
        // When
        sweep();

        // Then
        assertThat(metrics()).containsExactly(JsonObject.parse("""
                {"_aws":{"Timestamp":1795435200000,"CloudWatchMetrics":[{"Namespace":"Spawn","Dimensions":[[]],
                 "Metrics":[{"Name":"Sweeps","Unit":"Count"},{"Name":"Living","Unit":"Count"},
                 {"Name":"Drift","Unit":"Count"},{"Name":"HourlyRate","Unit":"None"}]}]},
                 "Sweeps":1,"Living":0,"Drift":0,"HourlyRate":0.00}"""));
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
        assertThat(said()).extracting(FakeBus.Published::type).containsExactly("CommandFailed", "CommandFailed");
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
        assertThat(said()).singleElement().satisfies(event -> {
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
        assertThat(said()).singleElement().satisfies(event -> {
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
        assertThat(said()).isEmpty();
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void executionsOfYesterdayAreOver() {
        // Given
        executions.fail("c1", input("StopInstance", "\"target\":\"demo\""), NOW.minus(Duration.ofHours(25)));

        // When
        sweep();

        // Then
        assertThat(said()).isEmpty();
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
        assertThat(said()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("DriftRepaired");
            assertThat(event.detail().string("kind")).isEqualTo("unreadable-command");
            assertThat(event.detail().string("reason")).contains("it began: ? no json");
        });
    }

    @Test
    void whatNobodyRecordedIsRecordedAndWatched() {
        // Given: SCENARIOS 7, the launch is over and its table's row was lost
        instances.put(aRunning(ID)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .tagged("spawn:correlation", "c0")
                .tagged("owner", "jane")
                .build());

        // When
        sweep();
        sweep();

        // Then
        InstanceRow row = rows.now(ID);
        assertThat(row.text(Column.NAME)).contains("demo");
        assertThat(row.text(Column.OWNER)).contains("jane");
        assertThat(row.text(Column.COMMAND_ID)).contains("c1");
        assertThat(row.deadline()).contains(NOW.plusSeconds(9_000));
        assertThat(row.has(Column.UNCLOSED)).isTrue();
        assertThat(executions.watches).containsExactly(ID + "-1");
        assertThat(names.read(new Name("demo"))).map(Claim::instanceId).contains(ID);
        assertThat(drift()).containsExactly("unrecorded " + ID);
    }

    @Test
    void whatAFailedLaunchLeftBehindIsEndedAndNotAdopted() {
        // Given: LaunchFailed was said when EC2 did not list the instance yet
        instances.put(aRunning(ID)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .build());
        outcomes.writeOnce(new StoredOutcome("c1", "LaunchInstance", "LaunchFailed", "id-c1", "{}", NOW, true));

        // When
        sweep();

        // Then
        assertThat(instances.terminated).containsExactly(ID);
        assertThat(rows.now(ID).text(Column.END_CAUSE)).contains("launch");
        assertThat(executions.watches).containsExactly(ID + "-1");
        assertThat(drift()).containsExactly("left-behind " + ID);
    }

    @Test
    void aLaunchThatStillRunsLooksAfterItsInstanceItself() {
        // Given
        instances.put(aRunning(ID)
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .build());
        executions.launching.add("c1");

        // When
        sweep();

        // Then
        assertThat(rows.now(ID).isAbsent()).isTrue();
        assertThat(drift()).isEmpty();
    }

    @Test
    void anInstanceWithoutItsWatchGetsANewOneUnderANewName() {
        // Given: its lifecycle execution was aborted by hand
        recorded(ID);
        executions.watches.clear();
        executions.usedUp.add(ID + "-1");

        // When
        sweep();
        sweep();

        // Then
        assertThat(executions.watches).containsExactly(ID + "-2");
        assertThat(rows.now(ID).generation()).isEqualTo(2);
        assertThat(drift()).containsExactly("unwatched " + ID);
    }

    @Test
    void anEndWhoseEventWasLostIsSeenAndSaidToThoseWhoLiveByEvents() {
        // Given: SCENARIOS 1
        recorded(ID);
        rows.seed(ID, Map.of(Column.LIFECYCLE_TOKEN, "token-1", Column.DNS_NAME, "demo.1kpqzg2c.spore.host"));
        callbacks.park("token-1");
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());

        // When
        sweep();

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.TERMINATED);
        assertThat(rows.now(ID).text(Column.END_SEEN_BY)).contains("reconcile");
        assertThat(callbacks.taken).containsExactly("token-1 {}");
        assertThat(bus.published)
                .filteredOn(event -> event.type().equals("InstanceObserved"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail().string("state")).isEqualTo("terminated");
                    assertThat(event.detail().string("dnsName")).isEqualTo("demo.1kpqzg2c.spore.host");
                });
        assertThat(drift()).containsExactly("missed-end " + ID);
    }

    @Test
    void whatEc2HasForgottenIsGoneAndWhatItDoesNotKnowYetIsNot() {
        // Given: SCENARIOS 8
        recorded(ID);
        recorded(OTHER);
        instances.hide(ID);
        instances.hide(OTHER);
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());
        instances.put(aRunning(OTHER).in(InstanceState.TERMINATED).build());
        rows.seed(ID, Map.of(Column.LAUNCHED_AT, NOW.minusSeconds(300).toString()));
        rows.seed(OTHER, Map.of(Column.LAUNCHED_AT, NOW.minusSeconds(299).toString()));

        // When
        sweep();

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.TERMINATED);
        assertThat(rows.now(OTHER).state()).contains(InstanceState.RUNNING);
    }

    @Test
    void aStateWhoseEventWasLostIsSeenAndAYoungOneIsLeftToIt() {
        // Given
        recorded(ID);
        recorded(OTHER);
        instances.put(aRunning(ID)
                .in(InstanceState.STOPPED)
                .due(NOW.plusSeconds(9_000))
                .build());
        instances.put(aRunning(OTHER)
                .in(InstanceState.STOPPED)
                .due(NOW.plusSeconds(9_000))
                .build());
        rows.seed(ID, Map.of(Column.STATE_SEEN_AT, NOW.minusSeconds(120).toString()));
        rows.seed(OTHER, Map.of(Column.STATE_SEEN_AT, NOW.minusSeconds(119).toString()));

        // When
        sweep();

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.STOPPED);
        assertThat(rows.now(ID).has(Column.ADDRESS)).isFalse();
        assertThat(rows.now(OTHER).state()).contains(InstanceState.RUNNING);
        assertThat(drift()).containsExactly("missed-state " + ID);
    }

    @Test
    void aTagThatAnExtensionDidNotReachIsWrittenAndALaterOneIsLeft() {
        // Given
        recorded(ID);
        recorded(OTHER);
        instances.put(aRunning(ID).due(NOW.plusSeconds(8_999)).build());
        instances.put(aRunning(OTHER).due(NOW.plusSeconds(9_001)).build());

        // When
        sweep();

        // Then
        assertThat(instances.now(ID).orElseThrow().deadline()).contains(NOW.plusSeconds(9_000));
        assertThat(instances.now(OTHER).orElseThrow().deadline()).contains(NOW.plusSeconds(9_001));
        assertThat(drift()).containsExactly("deadline-tag " + ID);
    }

    @Test
    void aDeadlineThatNobodyCanReadIsOneDayAfterTheLaunch() {
        // Given
        instances.put(aRunning(ID)
                .tagged("ttl", "soon")
                .launchedAt(NOW.minus(Duration.ofHours(24)).minus(GRACE))
                .build());
        instances.put(aRunning(OTHER)
                .without("ttl")
                .launchedAt(NOW.minus(Duration.ofHours(24)).minus(GRACE).plusSeconds(1))
                .build());

        // When
        sweep();

        // Then
        assertThat(instances.terminated).containsExactly(ID);
    }

    @Test
    void aNameIsFreedByProofAndNotByTimeAlone() {
        // Given
        Instant old = NOW.minus(Duration.ofMinutes(5));
        recorded(ID);
        rows.seed(
                OTHER,
                Map.of(
                        Column.STATE,
                        "terminated",
                        Column.LAUNCHED_AT,
                        NOW.minusSeconds(9_000).toString()));
        names.claim(new Name("living"), "c1", ID, old);
        names.claim(new Name("gone"), "c2", OTHER, old);
        names.claim(new Name("died"), "c3", null, old);
        names.claim(new Name("young"), "c4", null, old.plusSeconds(1));
        names.claim(new Name("launching"), "c5", null, old);
        executions.launching.add("c5");

        // When
        sweep();

        // Then
        assertThat(names.all())
                .extracting(claim -> claim.name().value())
                .containsExactlyInAnyOrder("living", "young", "launching");
        assertThat(drift()).containsExactlyInAnyOrder("dead-claim gone", "dead-claim died");
    }

    @Test
    void aDryRunTellsEverythingAndDoesNothing() {
        // Given
        instances.put(aRunning(ID).due(NOW.minusSeconds(9_000)).build());
        names.claim(new Name("died"), "c3", null, NOW.minusSeconds(9_000));
        outcomes.writeOnce(unpublished("c1"));
        executions.fail("c2", input("StopInstance", "\"target\":\"demo\""), NOW.minusSeconds(60));

        // When
        JsonObject answer = lambda.invoke(handler, JsonObject.parse("{\"dryRun\":true}"));

        // Then
        assertThat(answer.array("drift").toString())
                .contains("deadline " + ID, "dead-claim died", "unpublished-outcome c1", "unclosed-command c2");
        assertThat(instances.terminated).isEmpty();
        assertThat(rows.now(ID).isAbsent()).isTrue();
        assertThat(names.all()).hasSize(1);
        assertThat(outcomes.unpublished()).hasSize(1);
        assertThat(bus.published).isEmpty();
        assertThat(metrics()).isEmpty();
    }

    @Test
    void aSweepEndsInItsTimeAndSaysWhatItLeft() {
        // Given: the first thing after the list of instances takes its two minutes
        outcomes.writeOnce(unpublished("c1"));
        rows.reads.beforeNext(() -> clock.advance(Duration.ofMinutes(2)));

        // When, Then: and the next one has time again
        assertThatThrownBy(this::sweep).hasMessageContaining("had no time left for");
        assertThat(outcomes.unpublished()).hasSize(1);
        sweep();
        assertThat(outcomes.unpublished()).isEmpty();
    }

    @Test
    void whatHasTimeByItsTagNeedsNoLookAtTheTable() {
        // Given
        recorded(ID);
        rows.reads.failNext(1);

        // When, Then: the one look at all rows failed, and no other was made
        assertThatThrownBy(this::sweep)
                .hasMessageContaining("could not look after the instances")
                .hasMessageNotContaining("could not read the row");
    }

    @Test
    void aSweepThatFoundSomethingSaysHowMuch() {
        // Given
        instances.put(aRunning(ID).due(NOW.minusSeconds(9_000)).build());
        outcomes.writeOnce(unpublished("c1"));

        // When
        sweep();

        // Then
        assertThat(bus.published)
                .filteredOn(event -> event.type().equals("DriftReported"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail().integer("living")).isEqualTo(1);
                    assertThat(event.detail().integer("ended")).isEqualTo(1);
                    assertThat(event.detail().integer("published")).isEqualTo(1);
                    assertThat(event.detail().integer("repaired")).isZero();
                });
    }

    /** As a launch leaves it, and half an hour later. */
    private void recorded(InstanceId id) {
        instances.put(aRunning(id).due(NOW.plusSeconds(9_000)).build());
        rows.seed(
                id,
                Map.of(
                        Column.GENERATION,
                        "1",
                        Column.STATE,
                        "running",
                        Column.STATE_SEEN_AT,
                        NOW.minusSeconds(1_800).toString(),
                        Column.LAUNCHED_AT,
                        NOW.minusSeconds(1_800).toString(),
                        Column.ADDRESS,
                        "203.0.113.7",
                        Column.DEADLINE,
                        NOW.plusSeconds(9_000).toString(),
                        Column.UNCLOSED,
                        "yes"));
        executions.watches.add(id + "-1");
    }

    private List<String> drift() {
        return bus.published.stream()
                .filter(event -> event.type().equals("DriftRepaired"))
                .map(event ->
                        event.detail().string("kind") + " " + event.detail().string("subject"))
                .toList();
    }

    private void sweep() {
        lambda.invoke(handler, JsonObject.parse("{}"));
    }

    /** What was said beside the sweep's own report. */
    private List<FakeBus.Published> said() {
        return bus.published.stream()
                .filter(event -> !event.type().equals("DriftReported"))
                .filter(event -> !event.type().equals("DriftRepaired")
                        || event.detail().string("kind").equals("unreadable-command"))
                .toList();
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
