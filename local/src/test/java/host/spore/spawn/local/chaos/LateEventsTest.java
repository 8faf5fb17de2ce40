package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EC2's events come minutes after what they tell. */
class LateEventsTest {
    private static final Duration LATE = Duration.ofMinutes(5);

    /**
     * Found by ChaosIT: the lifecycle ends an instance whose agent never came, and closes its row (here because the
     * reaper saw the end, there because the end was quick) before the event of that end arrives. It took the waiting launch's token with it, so that the launch sat out its whole boot budget and
     * then gave a reason that was not so.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aLaunchWhoseInstanceEndedBeforeItsAgentCameHearsOfItHoweverLateTheEventIs(long seed) {
        // Given
        World world = new World(seed, 0);
        world.agents.silent = true;
        world.eventsLate = LATE;
        JsonObject launch = JsonObject.builder()
                .put("version", 1)
                .put("id", "launch")
                .put("correlationId", "launch")
                .put("at", world.time.instant().toString())
                .put("name", "box")
                .put("owner", "ada")
                .put("instanceType", "c7i.large|c7a.large|m7i.large")
                .put("ami", "ami-12345678")
                .put("ttl", "60s")
                .build();

        // When
        world.publish("spawn.cli", "LaunchInstance", launch);
        world.time.runUntil(world.time.instant().plus(Duration.ofMinutes(40)));

        // Then
        List<Invariants.Said> outcomes = world.said.stream()
                .filter(said -> said.type().equals("LaunchFailed"))
                .toList();
        assertThat(outcomes).isNotEmpty();
        Instant ended = Objects.requireNonNull(world.machines.all().getFirst().endedAt);
        assertThat(outcomes.getFirst().at()).isBefore(ended.plus(LATE).plusSeconds(90));
        assertThat(outcomes.getFirst().detail().string("reason")).contains("ended before its agent was heard");
        assertThat(world.verdict(Set.of("launch"))).isEmpty();
    }
}
