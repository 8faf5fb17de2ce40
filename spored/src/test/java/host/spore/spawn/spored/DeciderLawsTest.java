package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random lives: an instance with a deadline that is extended now and then, a metadata service that fails, an agent that
 * is killed and restarted (its memory on disk or, when the disk is full, an older one), a bus that answers or not.
 */
class DeciderLawsTest {
    private static final Instant BIRTH = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstanceId ME = new InstanceId("i-0123456789abcdef0");
    private static final Duration BOUND = Decider.LAST_LOOK.plus(Decider.REPORT);

    private record Told(Instant deadline, Duration lead) {}

    @Property(tries = 400)
    void neverEarlyNeverLateWarnedAtMostOnce(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 2_500) int lifeSeconds) {
        // Given
        World world = new World(new Random(seed), lifeSeconds);

        // When
        world.live();

        // Then
        assertThat(world.poweredOff).as("powered off").isNotNull();
        assertThat(world.poweredOff).isAfterOrEqualTo(world.deadline);
        assertThat(world.poweredOff)
                .isBeforeOrEqualTo(world.deadline.plus(BOUND).plus(world.slack));
        assertThat(world.told).doesNotHaveDuplicates();
        assertThat(world.warnedLate).isEmpty();
    }

    @Property(tries = 100)
    void aRestartChangesNothingButTheStart(@ForAll long seed, @ForAll @IntRange(min = 1, max = 2_500) int lifeSeconds) {
        // Given: the same world once with an agent that lives through, once with one that dies every second
        World steady = new World(new Random(seed), lifeSeconds);
        World dying = new World(new Random(seed), lifeSeconds);
        steady.killOdds = 0;
        steady.failOdds = 0;
        dying.killOdds = 1;
        dying.failOdds = 0;

        // When
        steady.live();
        dying.live();

        // Then
        Set<Told> once = new HashSet<>(steady.told);
        assertThat(new HashSet<>(dying.told)).isEqualTo(once);
    }

    private static final class World {
        private final Random random;
        private final Decider decider = new Decider(Settings.of(Config.parse("")));
        private final List<Told> told = new ArrayList<>();
        private final List<Instant> warnedLate = new ArrayList<>();
        private final boolean busAnswers;
        private final int lifeSeconds;
        private double killOdds = 0.02;
        private double failOdds = 0.4;
        private Duration slack = Duration.ofSeconds(1);
        private Instant now = BIRTH;
        private Instant deadline;
        private @org.jspecify.annotations.Nullable Instant poweredOff;
        private State state = State.remembering(Memory.EMPTY);
        private Readings readings = new Readings(
                Optional.of(ME),
                true,
                true,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Readings.Spot.QUIET,
                Readings.Host.QUIET,
                Readings.Jobs.NONE);

        World(Random random, int lifeSeconds) {
            this.random = random;
            this.lifeSeconds = lifeSeconds;
            this.busAnswers = random.nextBoolean();
            this.deadline = BIRTH.plusSeconds(lifeSeconds);
        }

        void live() {
            boolean reached = false;
            int extensions = lifeSeconds < 100 ? 0 : random.nextInt(3);
            read(BIRTH);
            for (int second = 0; second < 40_000 && poweredOff == null; second++) {
                now = BIRTH.plusSeconds(second);
                // The control plane refuses an extension in the last 30 s; the agent reads the tag every 30 s.
                if (extensions > 0 && random.nextInt(500) == 0 && now.isBefore(deadline.minusSeconds(60))) {
                    extensions--;
                    deadline = deadline.plusSeconds(1 + random.nextInt(3_000));
                    read(now);
                } else if (second % 30 == 0 && random.nextDouble() >= failOdds) {
                    read(now);
                } else if (second % 30 == 0 && second > 0) {
                    // Not the first one: what was never known cannot be kept.
                    readings = with(Optional.empty(), false);
                }
                if (random.nextDouble() < killOdds) {
                    state = State.remembering(state.memory());
                    reached = false;
                }
                Decision decision = decider.decide(state, readings, now);
                state = decision.next();
                for (Action action : decision.actions()) {
                    if (action instanceof Action.Warn warning) {
                        told.add(new Told(warning.deadline(), warning.lead()));
                        if (!now.isBefore(warning.deadline())) {
                            warnedLate.add(now);
                        }
                    } else if (action instanceof Action.ReportReached) {
                        reached = true;
                    } else if (action instanceof Action.PowerOff) {
                        poweredOff = now;
                    }
                }
                if (reached && busAnswers) {
                    readings = with(readings.tag(), true);
                }
                if (killOdds > 0 && !now.isBefore(deadline)) {
                    // A life that ends during its end begins it anew; each kill costs at most one bound.
                    killOdds = 0;
                    slack = slack.plus(BOUND);
                }
            }
        }

        private void read(Instant at) {
            readings = new Readings(
                    Optional.of(ME),
                    true,
                    true,
                    at,
                    Optional.of(deadline),
                    Optional.empty(),
                    Optional.empty(),
                    readings.reported(),
                    Readings.Spot.QUIET,
                    Readings.Host.QUIET,
                    Readings.Jobs.NONE);
        }

        private Readings with(Optional<Instant> tag, boolean reported) {
            return new Readings(
                    Optional.of(ME),
                    true,
                    true,
                    readings.lookedAt(),
                    tag,
                    Optional.empty(),
                    Optional.empty(),
                    reported,
                    Readings.Spot.QUIET,
                    Readings.Host.QUIET,
                    Readings.Jobs.NONE);
        }
    }
}
