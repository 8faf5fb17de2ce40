package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Breaker;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeBreakers;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SCENARIOS 12, an agent that crashes in a loop: its launch is ready at its first word, and that is not the last one. */
class SteadyTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeInstances instances = new FakeInstances();
    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeCallbacks callbacks = new FakeCallbacks();
    private final FakeClock clock = new FakeClock();
    private final FakeBus bus = new FakeBus();
    private final FakeBreakers breakers = new FakeBreakers();
    private final AgentHandler agent = new AgentHandler(
            new Listening(rows, instances, callbacks, new CapacityMemory(new FakeStandings(), clock), clock),
            bus,
            breakers);

    @BeforeEach
    void aReadyInstance() {
        instances.put(aRunning(ID).build());
        rows.seed(
                ID,
                Map.of(
                        Column.NAME, "demo",
                        Column.COMMAND_ID, "launch",
                        Column.CORRELATION_ID, "c0",
                        Column.TEMPLATE_HASH, "template"));
        starts("first", false);
    }

    @Test
    void anAgentThatStartsAgainAndAgainIsSaidToBeUnsteadyAndItsTemplateRemembered() {
        // When
        starts("a", true);
        starts("b", true);
        assertThat(bus.published).isEmpty();
        Instant third = starts("c", true);
        starts("d", true);

        // Then
        assertThat(bus.published).hasSize(1);
        assertThat(bus.published.getFirst().toString()).contains("AgentUnsteady", "spawn terminate demo");
        assertThat(breakers.read("template").unsteady()).containsExactly(new Breaker.Failure("launch", third));
        assertThat(rows.now(ID).instant(Column.AGENT_UNSTEADY_AT)).contains(third);
    }

    @Test
    void aWordThatIsToldAgainIsNoOtherStart() {
        // When
        starts("a", true);
        starts("a", true);
        starts("a", true);
        starts("b", true);

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void startsFarApartAreNoLoop() {
        // When
        for (int i = 0; i < 9; i++) {
            clock.advance(Duration.ofMinutes(5));
            starts("e" + i, true);
        }

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void bootsAreNoLoop() {
        // When
        for (int i = 0; i < 9; i++) {
            starts("e" + i, false);
        }

        // Then
        assertThat(bus.published).isEmpty();
    }

    /** What failed after the row was written is done when the event comes again. */
    @Test
    void theWordThatMadeItSoSaysSoAgain() {
        // Given
        starts("a", true);
        starts("b", true);
        breakers.faults.failNext(1);
        Instant at = clock.instant().plusSeconds(1);
        try {
            starts("c", true);
        } catch (RuntimeException failed) {
            assertThat(bus.published).isEmpty();
        }

        // When
        invoke("c", true, at);

        // Then
        assertThat(bus.published).hasSize(1);
    }

    private Instant starts(String id, boolean again) {
        clock.advance(Duration.ofSeconds(1));
        invoke(id, again, clock.instant());
        return clock.instant();
    }

    private void invoke(String id, boolean again, Instant at) {
        new FakeLambda()
                .invoke(
                        agent,
                        JsonObject.builder()
                                .put("source", "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + ID)
                                .put("detail-type", "AgentStarted")
                                .put("account", FakeLambda.ACCOUNT)
                                .put("region", FakeLambda.REGION)
                                .put("time", at.toString())
                                .put(
                                        "detail",
                                        JsonObject.parse("{\"version\":1,\"id\":\"" + id
                                                + "\",\"correlationId\":\"c0\",\"at\":\"2026-11-23T12:00:00Z\",\"instanceId\":\""
                                                + ID
                                                + "\",\"agentVersion\":\"0.1.0\",\"pid\":7,\"bootId\":\"b\",\"restarted\":"
                                                + again + "}"))
                                .build());
    }
}
