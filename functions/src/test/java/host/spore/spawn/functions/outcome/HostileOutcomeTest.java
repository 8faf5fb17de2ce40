package host.spore.spawn.functions.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.announce.Announcer;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.testevents.Hostile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The intake quotes an id and a type that are none, and flows quote what EC2 said: outcomes are read by people and programs. */
class HostileOutcomeTest {
    private final FakeBus bus = new FakeBus();
    private final OutcomeHandler handler = new OutcomeHandler(new Announcer(new FakeOutcomes(), bus), new FakeClock());

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void itsReasonIsOneLineAndItIsSaidAllTheSame(Hostile hostile) {
        // Given
        JsonObject fields = JsonObject.builder()
                .put("commandId", "c1")
                .put("commandType", hostile.text())
                .put("reason", "id " + hostile.text() + ": an id has 1 to 80 of letters")
                .build();

        // When
        new FakeLambda()
                .invoke(
                        handler,
                        JsonObject.builder()
                                .put("key", "c1")
                                .put("correlationId", "c0")
                                .put("type", "CommandRejected")
                                .put("fields", fields)
                                .build());

        // Then
        assertThat(bus.published).hasSize(1);
        JsonObject said = bus.published.getFirst().detail();
        for (String key : List.of("reason", "commandType")) {
            String text = said.string(key);
            assertThat(Hostile.steering(text)).isEmpty();
            assertThat(text).doesNotContain("\n").hasSizeLessThan(10_000);
        }
        assertThat(said.string("commandId")).isEqualTo("c1");
    }
}
