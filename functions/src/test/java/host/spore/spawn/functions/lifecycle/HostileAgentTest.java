package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeBreakers;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.wake.FakeCallbacks;
import host.spore.spawn.testevents.Hostile;
import host.spore.spawn.testevents.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the control plane makes of an agent that lies: about who it is, and in what it says. */
class HostileAgentTest {
    private static final InstanceId VICTIM = new InstanceId("i-0c5d1f2a3b4c5d6e7");

    /** As IAM lets an instance speak, or as whoever gets around IAM might: none of them is the victim. */
    private static final List<String> SOURCES = List.of(
            "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/i-0bbbbbbbbbbbbbbbb",
            "spawn.agent/arn:aws:ec2:us-east-1:999999999999:instance/" + VICTIM,
            "spawn.agent/arn:aws:ec2:eu-west-1:123456789012:instance/" + VICTIM,
            "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + VICTIM + "0",
            "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + VICTIM + "\n",
            "spawn.agent/arn:aws:ec2:us-east-1:123456789012:volume/" + VICTIM,
            "spawn.agent/" + VICTIM,
            "spawn.agent/*",
            "spawn.agent/",
            "x-spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + VICTIM,
            "spawn.control",
            "spawn.cli",
            "aws.ec2");

    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeInstances instances = new FakeInstances();
    private final FakeCallbacks callbacks = new FakeCallbacks();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final FakeBus bus = new FakeBus();
    private final FakeBreakers breakers = new FakeBreakers();
    private final AgentHandler agent = new AgentHandler(
            new Listening(rows, instances, callbacks, new CapacityMemory(new FakeStandings(), clock), clock),
            bus,
            breakers);

    static Stream<Sample> samples() {
        return Sample.all().stream().filter(sample -> sample.path().startsWith("agent/"));
    }

    @Test
    void everyWordOfAnAgentIsTried() {
        assertThat(samples().map(Sample::detailType))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AgentEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nobodySpeaksForAnother(Sample sample) {
        // Given: it would stop, end or answer something, were it believed
        InstanceRow before = seed();
        assertThat(sample.detail().string("instanceId")).isEqualTo(VICTIM.value());
        for (String source : SOURCES) {
            JsonObject event = JsonObject.builder()
                    .putAll(sample.event())
                    .put("source", source)
                    .build();

            // When
            JsonObject answer = lambda.invoke(agent, event);

            // Then
            assertThat(answer.string("did")).as(source).isEqualTo("refused: an instance speaks only for itself");
        }
        assertThat(rows.now(VICTIM)).isEqualTo(before);
        assertThat(bus.published).isEmpty();
        assertThat(callbacks.taken).isEmpty();
    }

    /** The account is EventBridge's word: a bus that lets another account in does not let it speak for ours. */
    @ParameterizedTest
    @MethodSource("samples")
    void noOtherAccountSpeaksForOurs(Sample sample) {
        // Given
        InstanceRow before = seed();
        JsonObject event = JsonObject.builder()
                .putAll(sample.event())
                .put("account", "999999999999")
                .build();

        // When
        String did = lambda.invoke(agent, event).string("did");

        // Then
        assertThat(did).isEqualTo("refused: an instance speaks only for itself");
        assertThat(rows.now(VICTIM)).isEqualTo(before);
    }

    /** What it says of itself may be anything; what is noted of it, published and logged is one line that steers nothing. */
    @ParameterizedTest
    @MethodSource("samples")
    void itsWordsAreNotedInOneLine(Sample sample) {
        seed();
        for (Map.Entry<String, Json> field : sample.detail().members().entrySet()) {
            if (!(field.getValue() instanceof Json.JsonString)) {
                continue;
            }
            for (Hostile hostile : Hostile.all()) {
                JsonObject event = JsonObject.builder()
                        .putAll(sample.event())
                        .put(
                                "detail",
                                JsonObject.builder()
                                        .putAll(sample.detail())
                                        .put(field.getKey(), hostile.text())
                                        .build())
                        .build();
                try {
                    lambda.invoke(agent, event);
                } catch (IllegalArgumentException notOurLanguage) {
                    // Fails its invocation, and is kept in the queue of the undelivered, where somebody looks.
                    assertThat(Hostile.steering(String.valueOf(notOurLanguage.getMessage())))
                            .isEmpty();
                }
                rows.now(VICTIM)
                        .values()
                        .forEach((column, value) -> assertThat(value)
                                .as(field.getKey() + " " + hostile + " in " + column)
                                .doesNotContain("\n")
                                .hasSizeLessThan(1_500)
                                .satisfies(text ->
                                        assertThat(Hostile.steering(text)).isEmpty()));
            }
        }
        assertThat(lambda.logged()).isNotEmpty();
        assertThat(bus.published)
                .allSatisfy(said ->
                        assertThat(Hostile.steering(said.detail().toString())).isEmpty());
    }

    private InstanceRow seed() {
        rows.seed(
                VICTIM,
                Map.of(
                        Column.NAME,
                        "demo",
                        Column.STATE,
                        "running",
                        Column.READY_TOKEN,
                        callbacks.park("ready"),
                        Column.LIFECYCLE_TOKEN,
                        callbacks.park("lifecycle")));
        instances.put(aRunning(VICTIM).spot().build());
        return rows.now(VICTIM);
    }
}
