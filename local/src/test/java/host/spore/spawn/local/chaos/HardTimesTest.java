package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EC2 gives no instance for an hour. */
class HardTimesTest {
    private static final Duration BUDGET = Duration.ofMinutes(20);

    private final World world = new World(1, 0);
    private final Instant began = world.time.instant();

    /** SCENARIOS 5. */
    @ParameterizedTest
    @ValueSource(strings = {"RequestLimitExceeded", "InternalError", "Unavailable", "SomethingNobodyKnows"})
    void whatIsNotADefiniteFailureIsTriedAgainWithinABudgetAndThenSaid(String refusal) {
        // Given
        world.machines.refusal = refusal;

        // When
        launch("");
        world.time.runUntil(began.plus(Duration.ofHours(1)));

        // Then
        Invariants.Said outcome = outcome();
        assertThat(outcome.type()).isEqualTo("LaunchFailed");
        assertThat(outcome.detail().string("reason")).contains(refusal);
        assertThat(outcome.at()).isBetween(began.plusSeconds(60), began.plus(BUDGET));
        assertThat(world.machines.asked).isGreaterThan(10);
        assertThat(world.verdict(Set.of("launch"))).isEmpty();
    }

    /** SCENARIOS 5: nothing that was accepted is lost. */
    @Test
    void aLaunchOutlastsAMinuteOfThrottling() {
        // Given
        world.machines.refusal = "RequestLimitExceeded";
        world.time.after(Duration.ofMinutes(1), () -> world.machines.refusal = null);

        // When
        launch("");
        world.time.runUntil(began.plus(Duration.ofMinutes(15)));

        // Then
        assertThat(outcome().type()).isEqualTo("InstanceReady");
        assertThat(world.machines.all()).hasSize(1);
    }

    /** SCENARIOS 6. */
    @Test
    void withoutCapacityAnywhereEveryCandidateIsTriedOnceInOrderAndTold() {
        // Given
        world.machines.refusal = "InsufficientInstanceCapacity";

        // When
        launch("");
        world.time.runUntil(began.plus(Duration.ofHours(1)));

        // Then
        Invariants.Said outcome = outcome();
        assertThat(outcome.type()).isEqualTo("LaunchFailed");
        assertThat(outcome.at()).isBefore(began.plus(Duration.ofMinutes(2)));
        assertThat(attempts(outcome))
                .containsExactly("c7i.large no_capacity", "c7a.large no_capacity", "m7i.large no_capacity");
        assertThat(world.verdict(Set.of("launch"))).isEmpty();
    }

    /** SCENARIOS 6: patience is bounded, too. */
    @Test
    void withPatienceItTriesUntilThatIsOver() {
        // Given
        world.machines.refusal = "InsufficientInstanceCapacity";

        // When
        launch("10m");
        world.time.runUntil(began.plus(Duration.ofHours(1)));

        // Then
        Invariants.Said outcome = outcome();
        assertThat(outcome.type()).isEqualTo("LaunchFailed");
        assertThat(outcome.at()).isBetween(began.plus(Duration.ofMinutes(9)), began.plus(Duration.ofMinutes(12)));
        assertThat(attempts(outcome)).hasSize(3);
        assertThat(world.said.stream().filter(said -> said.type().equals("LaunchDelayed")))
                .hasSizeBetween(2, 40);
        assertThat(world.verdict(Set.of("launch"))).isEmpty();
    }

    private void launch(String patience) {
        JsonObject.Builder launch = JsonObject.builder()
                .put("version", 1)
                .put("id", "launch")
                .put("correlationId", "launch")
                .put("at", began.toString())
                .put("name", "box")
                .put("owner", "ada")
                .put("instanceType", "c7i.large|c7a.large|m7i.large")
                .put("ami", "ami-12345678")
                .put("ttl", "2h");
        if (!patience.isEmpty()) {
            launch.put("patience", patience);
        }
        world.publish("spawn.cli", "LaunchInstance", launch.build());
    }

    private Invariants.Said outcome() {
        return world.said.stream()
                .filter(said -> Set.of("LaunchFailed", "LaunchRejected", "InstanceReady")
                        .contains(said.type()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> attempts(Invariants.Said outcome) {
        return outcome.detail().objects("attempts").stream()
                .map(attempt -> attempt.string("instanceType") + " " + attempt.string("result"))
                .toList();
    }
}
