package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whether memory pays, by simulation: types whose capacity comes and goes, each at its own pace and with its own share of
 * time, and a week of launches. What is counted are the attempts in vain, each of which costs a launch a second or two.
 */
@Execution(ExecutionMode.CONCURRENT)
class CapacitySimulationTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final int TYPES = 8;
    private static final int WORLDS = 40;

    /** In which order candidates are tried. */
    @FunctionalInterface
    private interface Order {
        List<Candidate> of(List<Candidate> all, Map<Offer, Standing> memory, Instant now);
    }

    private static final Order REMEMBERED =
            (all, memory, now) -> CandidateOrder.order(all, memory, now, FIRST).candidates();
    private static final Order FIXED = (all, memory, now) -> all;

    private static Order shuffled(Random random) {
        return (all, memory, now) -> {
            List<Candidate> mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, random);
            return mixed;
        };
    }

    /** Promised: less than a third of the attempts in vain of a fixed order, and of a random one. */
    @Test
    void aPatternNeedsLessThanAThirdOfTheAttemptsInVainOfAFixedOrARandomOrder() {
        // When
        long remembered = inVain(true, REMEMBERED);
        long fixed = inVain(true, FIXED);
        long random = inVain(true, shuffled(new Random(7)));

        // Then
        System.out.println(
                "capacity: attempts in vain: pattern " + remembered + ", fixed " + fixed + ", random " + random);
        assertThat(remembered * 3).isLessThan(fixed).isLessThan(random);
    }

    /** Promised: less than 60 %, although the user's own order is kept where nothing is known to be empty. */
    @Test
    void aListNeedsLessThanSixtyPercentOfTheAttemptsInVainOfAFixedOrder() {
        // When
        long remembered = inVain(false, REMEMBERED);
        long fixed = inVain(false, FIXED);

        // Then
        System.out.println("capacity: attempts in vain: list " + remembered + ", fixed " + fixed);
        assertThat(remembered * 10).isLessThan(fixed * 6);
    }

    private static long inVain(boolean pattern, Order order) {
        return IntStream.range(0, WORLDS)
                .mapToLong(world -> inVain(world, pattern, order))
                .sum();
    }

    /** The same world for every order: its chances are drawn apart from those of the order. */
    private static long inVain(long seed, boolean pattern, Order order) {
        Random random = new Random(seed);
        List<Candidate> all = CandidateOrderTest.all(
                IntStream.range(0, TYPES)
                        .mapToObj(
                                i -> (pattern && i == 0 ? "[" : "") + "t" + i + (pattern && i == TYPES - 1 ? "]" : ""))
                        .collect(Collectors.joining(" ")),
                null,
                "od");
        List<Scarce> types =
                IntStream.range(0, TYPES).mapToObj(i -> new Scarce(random)).toList();
        Map<Offer, Standing> memory = new HashMap<>();
        long inVain = 0;
        int attempt = 0;
        for (Instant now = START;
                now.isBefore(START.plus(WEEK));
                now = now.plusSeconds(1 + (long) (-Math.log(1 - random.nextDouble()) * 600))) {
            Instant at = now;
            types.forEach(type -> type.moveTo(at));
            for (Candidate candidate : order.of(all, memory, at)) {
                boolean there = types.get(all.indexOf(candidate)).there;
                String id = "c" + ++attempt;
                memory.compute(candidate.offer(), (offer, before) -> {
                    Standing standing = before == null ? Standing.unknown(offer) : before;
                    return there ? standing.had(id, at) : standing.lacked(id, at);
                });
                if (there) {
                    break;
                }
                inVain++;
            }
        }
        return inVain;
    }

    /** Has capacity and has none by turns, of minutes to hours; which share of the time is its own. */
    private static final class Scarce {
        private final Random random;
        private final double share;
        private final double turnSeconds;
        private Instant until = START;
        private boolean there;

        Scarce(Random from) {
            random = new Random(from.nextLong());
            share = 0.1 + 0.8 * random.nextDouble();
            turnSeconds = Math.exp(random.nextDouble() * Math.log(20)) * 600;
        }

        void moveTo(Instant now) {
            while (!until.isAfter(now)) {
                there = !there;
                double mean = 2 * turnSeconds * (there ? share : 1 - share);
                until = until.plusMillis(1 + (long) (-Math.log(1 - random.nextDouble()) * mean * 1_000));
            }
        }
    }
}
