package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Commands of all kinds on bad days, as {@code ChaosTest} has them, but through the deployed flows and functions, with
 * EC2 and DynamoDB behind faults, and with real agents, some of which are killed. {@code bench/chaos-cloud N} runs more.
 */
@Isolated("the faults befall the functions of every test")
class ChaosIT {
    private static final double BAD = 0.3;
    private static final Duration PACE = Duration.ofSeconds(1);

    /** Commands without an outcome; a launch without capacity has its patience, and the others go on beside it. */
    private static final int AT_A_TIME = 16;

    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(20);

    /** The longest life, its extensions, and what a keeper has for it. */
    private static final Duration PATIENCE = Duration.ofMinutes(7);

    private final Cloud cloud = Cloud.get();
    private Instant lastSweep = Instant.now();

    @Test
    void everyCommandHasOneOutcomeAndNothingOutlivesItsDeadline() {
        // Given
        int number = Integer.getInteger("spawn.chaos.commands", 50);
        long seed = Long.getLong("spawn.chaos.seed", 1);
        Instant began = Instant.now();
        JsonObject met;
        try (Crowd crowd = new Crowd(cloud, seed)) {
            try (Faults faults = new Faults(cloud, JsonObject.parse("{\"rate\":" + BAD + ",\"seed\":" + seed + "}"))) {
                for (int i = 0; i < number; i++) {
                    crowd.publish(i);
                    LockSupport.parkNanos(PACE.toNanos());
                    Await.until("its commands are answered", PATIENCE, () -> {
                        sweepNowAndThen(cloud::trySweep);
                        return crowd.unanswered() <= AT_A_TIME;
                    });
                }
                met = faults.met();
            }

            // When
            Aftermath aftermath = new Aftermath(cloud, crowd);
            Instant until = Instant.now().plus(PATIENCE);
            while (!aftermath.isOver() && Instant.now().isBefore(until)) {
                sweepNowAndThen(cloud::sweep);
                LockSupport.parkNanos(PACE.toNanos());
            }

            // Then
            List<String> wrong = aftermath.verdict();
            System.out.println("chaos on the embedded cloud: seed " + seed + ", " + number + " commands, "
                    + aftermath.lives().size() + " instances, " + aftermath.ready() + " ready, " + crowd.crashed.size()
                    + " agents killed, "
                    + crowd.said + " events said again, " + sum(met) + " faults, "
                    + Duration.between(began, Instant.now()).toSeconds() + " s");
            assertThat(crowd.troubles).as("of the test's own").isEmpty();
            assertThat(wrong).as("seed " + seed).isEmpty();
            // Then: the days were bad, or this would prove nothing
            assertThat(aftermath.lives()).hasSizeGreaterThan(number / 10);
            assertThat(aftermath.ready()).isPositive();
            assertThat(crowd.said).hasPositiveValue();
            for (String kind : List.of("throttled", "broken", "reset", "slow", "lost")) {
                assertThat(met.members().keySet()).as("faults met").anyMatch(fault -> fault.endsWith(" " + kind));
            }
        }
    }

    private void sweepNowAndThen(Runnable sweep) {
        if (lastSweep.plus(BETWEEN_SWEEPS).isBefore(Instant.now())) {
            sweep.run();
            lastSweep = Instant.now();
        }
    }

    private static int sum(JsonObject met) {
        return met.members().keySet().stream()
                .mapToInt(fault -> (int) met.integer(fault))
                .sum();
    }
}
