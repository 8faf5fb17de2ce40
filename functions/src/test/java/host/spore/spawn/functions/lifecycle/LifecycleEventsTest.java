package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeBreakers;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.wake.FakeCallbacks;
import host.spore.spawn.testevents.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Observe and Agent: what events change in a row, and whom they wake. */
class LifecycleEventsTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeInstances instances = new FakeInstances();
    private final FakeCallbacks callbacks = new FakeCallbacks();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final FakeBus bus = new FakeBus();
    private final FakeStandings standings = new FakeStandings();
    private final Listening listening =
            new Listening(rows, instances, callbacks, new CapacityMemory(standings, clock), clock);
    private final ObserveHandler observe = new ObserveHandler(listening);
    private final AgentHandler agent = new AgentHandler(listening, bus, new FakeBreakers());
    private final LifecycleHandler lifecycle = new LifecycleHandler(rows, instances, clock, Duration.ofSeconds(60));

    @Test
    void aStateChangeIsRecordedAndWakesTheLifecycle() {
        // Given
        instances.put(aRunning(ID).at("203.0.113.7").build());
        rows.seed(ID, Map.of(Column.STATE, "pending", Column.LIFECYCLE_TOKEN, callbacks.park("token")));

        // When
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).values())
                .containsEntry(Column.STATE, "running")
                .containsEntry(Column.ADDRESS, "203.0.113.7");
        assertThat(callbacks.taken).containsExactly("token {}");
    }

    @Test
    void aWakeThatFailsIsMadeUpForByTheRetry() {
        // Given: the row is written, then Step Functions does not answer
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());
        rows.seed(ID, Map.of(Column.STATE, "running", Column.LIFECYCLE_TOKEN, callbacks.park("token")));
        callbacks.faults.failNext(1);
        assertThatThrownBy(() -> lambda.invoke(observe, stateChange("terminated")))
                .isInstanceOf(Faults.FaultException.class);

        // When
        lambda.invoke(observe, stateChange("terminated"));

        // Then
        assertThat(callbacks.taken).containsExactly("token {}");
    }

    @Test
    void aStartWhoseEventsAreLostIsPaidForAllTheSame() {
        // Given: stopped, as far as was heard; EC2 tells when it was started again
        Instant started = FakeClock.START.minusSeconds(100);
        instances.put(aRunning(ID).launchedAt(started).build());
        rows.seed(
                ID,
                Map.of(
                        Column.LAUNCHED_AT,
                        FakeClock.START.minusSeconds(9_000).toString(),
                        Column.LIVED,
                        "stopped " + FakeClock.START.minusSeconds(8_000)));

        // When
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).text(Column.LIVED).orElse("")).contains("pending " + started);
    }

    @Test
    void whatAnEventToldIsKeptWhenEc2IsFurther() {
        // Given: the event's moment is when computing ceased to be paid for
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());

        // When
        lambda.invoke(observe, stateChange("shutting-down"));

        // Then
        assertThat(rows.now(ID).text(Column.LIVED).orElse("")).contains("shutting-down ", "terminated ");
    }

    @Test
    void anEventMayOvertakeItsInstancesRegistration() {
        // Given
        instances.put(aRunning(ID).build());

        // When
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.RUNNING);
    }

    /** Scenario 8: a fast agent, a slow answer of EC2. Its first word is what the launch waits for. */
    @Test
    void anAgentWhomEc2DoesNotFindYetIsHeardAgainLater() {
        // When
        assertThatThrownBy(() -> lambda.invoke(agent, said("AgentStarted", ID, STARTED)))
                .isInstanceOf(NotKnownYetException.class);
        instances.put(aRunning(ID).build());
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));

        // Then
        assertThat(rows.now(ID).has(Column.AGENT_STARTED_AT)).isTrue();
    }

    /** Scenario 8 again: EC2's own event overtakes EC2's own answer. */
    @Test
    void anEventOfAnInstanceThatNobodyKnowsYetIsHeardAgainLater() {
        // When
        assertThatThrownBy(() -> lambda.invoke(observe, stateChange("running")))
                .isInstanceOf(NotKnownYetException.class);
        instances.put(aRunning(ID).build());
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.RUNNING);
    }

    @Test
    void anOldEventOfAnInstanceThatNobodyKnowsIsPassedOver() {
        // Given
        clock.advance(Duration.ofMinutes(5));

        // When
        lambda.invoke(observe, stateChange("terminated"));
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));

        // Then
        assertThat(rows.now(ID).isAbsent()).isTrue();
    }

    @Test
    void instancesOfOthersArePassedOver() {
        // Given
        instances.put(aRunning(ID).without("spawn").build());

        // When
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).isAbsent()).isTrue();
    }

    @Test
    void anEndBeforeTheAgentWasHeardFailsTheLaunchThatWaits() {
        // Given
        instances.put(aRunning(ID).in(InstanceState.SHUTTING_DOWN).build());
        rows.seed(ID, Map.of(Column.STATE, "running", Column.READY_TOKEN, callbacks.park("ready")));

        // When
        lambda.invoke(observe, stateChange("shutting-down"));

        // Then
        assertThat(callbacks.taken).containsExactly("ready Launch.InstanceEnded");
    }

    @Test
    void anEndThatEc2ShowsBeforeItsEventIsBelieved() {
        // Given: the "running" event is late
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());

        // When
        lambda.invoke(observe, stateChange("running"));

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.TERMINATED);
    }

    @Test
    void aWriterThatComesBetweenIsNotOverwritten() {
        // Given: between read and write, the end is recorded
        instances.put(aRunning(ID).build());
        rows.seed(ID, Map.of(Column.STATE, "running"));
        rows.writes.beforeNext(() -> rows.seed(ID, Map.of(Column.STATE, "terminated")));

        // When
        lambda.invoke(observe, stateChange("stopping"));

        // Then
        assertThat(rows.now(ID).state()).contains(InstanceState.TERMINATED);
    }

    /** SCENARIOS 15: whoever tells it, and however often, an instance is taken back once; where it was, and anywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"ec2", "agent", "ec2 ec2 agent agent", "agent ec2"})
    void anInterruptionIsRememberedOnceWhoeverTellsIt(String who) {
        // Given
        instances.put(aRunning(ID).spot().build());
        rows.seed(ID, Map.of(Column.INSTANCE_TYPE, "t3.micro", Column.ZONE, "us-east-1a", Column.MARKET, "spot"));

        // When
        List.of(who.split(" ")).forEach(this::tellOfAnInterruption);

        // Then
        Map<String, Instant> once = Map.of(ID.value(), Instant.parse("2026-11-23T12:00:00Z"));
        assertThat(standings
                        .now(new Offer("t3.micro", "us-east-1a", Market.SPOT))
                        .interruptions())
                .isEqualTo(once);
        assertThat(standings.now(new Offer("t3.micro", null, Market.SPOT)).interruptions())
                .isEqualTo(once);
    }

    /** An agent that is mistaken, or lies, must not turn others' launches away from spot. */
    @Test
    void nobodyTakesBackWhatIsNotOnSpot() {
        // Given
        instances.put(aRunning(ID).build());
        rows.seed(ID, Map.of(Column.INSTANCE_TYPE, "t3.micro", Column.ZONE, "us-east-1a", Column.MARKET, "on-demand"));

        // When
        tellOfAnInterruption("agent");

        // Then
        assertThat(standings.now(new Offer("t3.micro", null, Market.SPOT)))
                .extracting(Standing::version)
                .isEqualTo(0L);
    }

    private void tellOfAnInterruption(String who) {
        if (who.equals("agent")) {
            lambda.invoke(
                    agent,
                    said(
                            "SpotInterrupted",
                            ID,
                            "\"action\":\"terminate\",\"interruptionAt\":\"2026-11-23T12:02:00Z\""));
        } else {
            lambda.invoke(
                    observe,
                    event(
                            "aws.ec2",
                            "EC2 Spot Instance Interruption Warning",
                            "{\"instance-id\":\"" + ID + "\",\"instance-action\":\"terminate\"}"));
        }
    }

    @Test
    void aSpotWarningIsNotedOnce() {
        // Given
        instances.put(aRunning(ID).spot().build());
        JsonObject warning = event(
                "aws.ec2",
                "EC2 Spot Instance Interruption Warning",
                "{\"instance-id\":\"" + ID + "\",\"instance-action\":\"terminate\"}");
        lambda.invoke(observe, warning);
        long version = rows.now(ID).version();

        // When
        lambda.invoke(observe, warning);

        // Then
        assertThat(rows.now(ID).text(Column.SPOT_WARNED_AT)).contains("2026-11-23T12:00:00Z");
        assertThat(rows.now(ID).version()).isEqualTo(version);
    }

    @Test
    void theAgentsFirstWordAnswersTheLaunch() {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.READY_TOKEN, callbacks.park("ready")));

        // When
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));

        // Then
        assertThat(callbacks.taken).containsExactly("ready {\"agentVersion\":\"0.1.0\"}");
        assertThat(rows.now(ID).values())
                .containsEntry(Column.AGENT_STARTED_AT, "2026-11-23T12:00:00Z")
                .containsEntry(Column.AGENT_HEARD_AT, "2026-11-23T12:00:00Z")
                .containsEntry(Column.AGENT_VERSION, "0.1.0");
    }

    @Test
    void aDoubledWordOfTheAgentChangesNothing() {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo"));
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));
        var before = rows.now(ID);

        // When
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));

        // Then
        assertThat(rows.now(ID)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/i-0fedcba9876543210",
                "spawn.agent/arn:aws:ec2:us-east-1:999999999999:instance/i-0123456789abcdef0",
                "spawn.agent/arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0",
                "spawn.agent/i-0123456789abcdef0",
                "spawn.cli",
            })
    void anInstanceSpeaksOnlyForItself(String source) {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.READY_TOKEN, callbacks.park("ready")));
        var before = rows.now(ID);

        // When
        lambda.invoke(agent, event(source, "AgentStarted", detail(ID, STARTED)));

        // Then
        assertThat(rows.now(ID)).isEqualTo(before);
        assertThat(callbacks.taken).isEmpty();
    }

    @Test
    void anAgentOfNobodysInstanceMakesNoRow() {
        // Given
        instances.put(aRunning(ID).without("spawn").build());

        // When
        lambda.invoke(agent, said("AgentStarted", ID, STARTED));

        // Then
        assertThat(rows.now(ID).isAbsent()).isTrue();
    }

    @Test
    void deadlineReachedBeginsTheExpiry() {
        // Given
        rows.seed(ID, Map.of(Column.DEADLINE, FakeClock.START.plusSeconds(1).toString()));

        // When
        lambda.invoke(agent, said("DeadlineReached", ID, "\"deadline\":\"2026-11-23T12:00:01Z\""));

        // Then
        assertThat(rows.now(ID).values())
                .containsEntry(Column.DEADLINE_REACHED_AT, "2026-11-23T12:00:00Z")
                .containsEntry(Column.EXPIRING_AT, "2026-11-23T12:00:00Z");
    }

    @Test
    void anAgentThatClaimsADeadlineHoursAwayIsHeardAndNotBelieved() {
        // Given
        rows.seed(ID, Map.of(Column.DEADLINE, FakeClock.START.plusSeconds(3_600).toString()));

        // When
        lambda.invoke(agent, said("DeadlineReached", ID, "\"deadline\":\"2026-11-23T12:00:00Z\""));

        // Then
        assertThat(rows.now(ID).values())
                .containsKey(Column.AGENT_HEARD_AT)
                .doesNotContainKeys(Column.DEADLINE_REACHED_AT, Column.EXPIRING_AT);
        assertThat(lambda.logged())
                .anySatisfy(line -> assertThat(line.string("level")).isEqualTo("WARN"));
    }

    @Test
    void anIdleInstanceIsStoppedByACommandThatComesOnceHoweverOftenItIsSaid() {
        // Given
        seedRunning("spawn:idle-timeout", "1h", "spawn:on-idle", "stop");

        // When
        lambda.invoke(agent, said("InstanceIdle", ID, IDLE));
        bus.faults.loseNextReply();
        assertThatThrownBy(() -> lambda.invoke(agent, said("InstanceIdle", ID, IDLE)))
                .isInstanceOf(Faults.FaultException.class);
        lambda.invoke(agent, said("InstanceIdle", ID, IDLE));

        // Then: the intake starts one execution per id
        assertThat(bus.published).hasSize(3).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("StopInstance");
            assertThat(event).isEqualTo(bus.published.getFirst());
        });
        assertThat(bus.published.getFirst().detail().string("correlationId")).isEqualTo("c0");
    }

    @Test
    void onceItStopsNothingIsAskedForAgain() {
        // Given
        seedRunning("spawn:idle-timeout", "1h", "spawn:on-idle", "stop");
        instances.put(aRunning(ID)
                .tagged("spawn:idle-timeout", "1h")
                .tagged("spawn:on-idle", "stop")
                .in(InstanceState.STOPPING)
                .build());

        // When
        lambda.invoke(agent, said("InstanceIdle", ID, IDLE));

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void whatTheLaunchDidNotAskForIsRefusedAndLogged() {
        // Given
        seedRunning("spawn:idle-timeout", "1h", "spawn:on-idle", "stop");

        // When
        JsonObject answer =
                lambda.invoke(agent, said("InstanceFinished", ID, "\"status\":\"success\",\"action\":\"terminate\""));

        // Then
        assertThat(answer.toString())
                .contains("the agent claims terminate, and its launch asked for nothing (tag spawn:on-complete)");
        assertThat(bus.published).isEmpty();
        assertThat(lambda.logged())
                .anySatisfy(line -> assertThat(line.string("level")).isEqualTo("WARN"));
    }

    @Test
    void anAgentThatAsksBeforeEc2SaysRunningIsHeardAgainAndNotForEver() {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo"));
        JsonObject finished = said("InstanceFinished", ID, "\"status\":\"success\",\"action\":\"terminate\"");
        instances.put(aRunning(ID)
                .tagged("spawn:on-complete", "terminate")
                .in(InstanceState.PENDING)
                .build());

        // When
        assertThatThrownBy(() -> lambda.invoke(agent, finished)).isInstanceOf(NotKnownYetException.class);
        clock.advance(Duration.ofMinutes(5));
        JsonObject answer = lambda.invoke(agent, finished);

        // Then
        assertThat(answer.toString()).contains("passed over");
        assertThat(bus.published).isEmpty();
    }

    /** What an agent tells is noted once; a doubled word changes nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SpotInterrupted      | \"action\":\"terminate\",\"interruptionAt\":\"2026-11-23T12:02:00Z\" | SPOT_WARNED_AT       | 2026-11-23T12:00:00Z",
                "RebalanceRecommended | \"noticedAt\":\"2026-11-23T11:59:00Z\"                               | REBALANCE_ADVISED_AT | 2026-11-23T12:00:00Z",
                "WorkloadExited       | \"exitCode\":137,\"seconds\":9,\"results\":\"s3://bucket/p/\"          | WORKLOAD_EXIT_CODE   | 137",
                "WorkloadExited       | \"exitCode\":137,\"seconds\":9,\"results\":\"s3://bucket/p/\"          | WORKLOAD_RESULTS     | s3://bucket/p/",
                "InstanceFinished     | \"status\":\"failed\",\"message\":\"disk full\",\"action\":\"none\"    | FINISHED             | failed, disk full",
                "InstanceFinished     | \"status\":\"success\",\"action\":\"none\"                            | FINISHED             | success",
                "AgentProblem         | \"what\":\"sensor\",\"detail\":\"no /proc/stat\"                      | AGENT_PROBLEM        | sensor: no /proc/stat",
            })
    void whatAnAgentTellsIsNoted(String type, String fields, Column column, String value) {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.MARKET, "spot"));

        // When
        lambda.invoke(agent, said(type, ID, fields));
        InstanceRow once = rows.now(ID);
        lambda.invoke(agent, said(type, ID, fields));

        // Then
        assertThat(once.text(column)).contains(value);
        assertThat(rows.now(ID)).isEqualTo(once);
        assertThat(bus.published).isEmpty();
    }

    /** As EventBridge delivers them: none of them is one that its listener does not understand. */
    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsHeard(Sample sample) {
        // Given
        InstanceId id = new InstanceId("i-0c5d1f2a3b4c5d6e7");
        rows.seed(id, Map.of(Column.NAME, "demo"));
        instances.put(aRunning(id).spot().build());

        // When
        JsonObject answer = lambda.invoke(sample.path().startsWith("agent/") ? agent : observe, sample.event());

        // Then
        assertThat(answer.toString()).doesNotContain("passed over");
        assertThat(rows.now(id).version()).isGreaterThan(1);
    }

    static List<Sample> samples() {
        return Sample.all().stream()
                .filter(sample -> sample.path().matches("(agent|ec2)/.*"))
                .toList();
    }

    @Test
    void onlySpotInstancesAreInterrupted() {
        // Given
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.MARKET, "on-demand"));

        // When
        lambda.invoke(
                agent,
                said("SpotInterrupted", ID, "\"action\":\"terminate\",\"interruptionAt\":\"2026-11-23T12:02:00Z\""));

        // Then
        assertThat(rows.now(ID).has(Column.SPOT_WARNED_AT)).isFalse();
    }

    @Test
    void theLifecycleAnswersAsTheFlowReadsIt() {
        // Given
        Instant deadline = FakeClock.START.plusSeconds(100);
        instances.put(aRunning(ID).due(deadline).build());
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.DEADLINE, deadline.toString(), Column.CORRELATION_ID, "c0"));
        JsonObject input = JsonObject.parse("{\"instanceId\":\"" + ID + "\",\"generation\":1,\"wakes\":0}");

        // When
        JsonObject park = lambda.invoke(lifecycle, input);
        clock.advance(Duration.ofSeconds(160));
        JsonObject terminate = lambda.invoke(lifecycle, input);
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());
        JsonObject end = lambda.invoke(lifecycle, input);

        // Then
        assertThat(park).isEqualTo(JsonObject.parse("{\"next\":\"park\",\"seconds\":160,\"version\":1}"));
        assertThat(terminate.string("next") + " " + terminate.string("keeper")).isEqualTo("terminate lifecycle");
        assertThat(end.string("next")).isEqualTo("end");
        assertThat(end.string("key")).isEqualTo(ID + "/end");
        assertThat(end.string("type")).isEqualTo("InstanceExpired");
        assertThat(end.string("correlationId")).isEqualTo("c0");
        assertThat(Optional.of(end.object("fields").string("name"))).contains("demo");
    }

    private static final String IDLE =
            "\"since\":\"2026-11-23T11:00:00Z\",\"windowSeconds\":3600,\"action\":\"stop\",\"attempt\":1";

    private void seedRunning(String... tags) {
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.STATE, "running"));
        Views view = aRunning(ID).launchedAt(FakeClock.START.minusSeconds(7_200));
        for (int i = 0; i < tags.length; i += 2) {
            view.tagged(tags[i], tags[i + 1]);
        }
        instances.put(view.build());
    }

    private static final String STARTED = "\"agentVersion\":\"0.1.0\",\"pid\":7,\"bootId\":\"b\"";

    private static JsonObject stateChange(String state) {
        return event(
                "aws.ec2",
                "EC2 Instance State-change Notification",
                "{\"instance-id\":\"" + ID + "\",\"state\":\"" + state + "\"}");
    }

    private static JsonObject said(String type, InstanceId id, String fields) {
        return event("spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + id, type, detail(id, fields));
    }

    private static String detail(InstanceId id, String fields) {
        return "{\"version\":1,\"id\":\"e1\",\"correlationId\":\"c0\",\"at\":\"2026-11-23T12:00:00Z\",\"instanceId\":\""
                + id + "\"," + fields + "}";
    }

    private static JsonObject event(String source, String type, String detail) {
        return JsonObject.builder()
                .put("source", source)
                .put("detail-type", type)
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .put("time", "2026-11-23T12:00:00Z")
                .put("detail", JsonObject.parse(detail))
                .build();
    }
}
