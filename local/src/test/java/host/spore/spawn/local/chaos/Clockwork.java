package host.spore.spawn.local.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time: what is due next happens next, and of two things due at once either may be first. */
final class Clockwork implements InstantSource {
    private record Due(Instant at, long order, Runnable work) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final Random random;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private int depth;
    private boolean broken;

    Clockwork(Random random) {
        this.random = random;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void after(Duration delay, Runnable work) {
        queue.add(new Due(now.plus(delay), random.nextLong(), work));
    }

    /** Somewhere between the two, each time anew. */
    Duration between(long leastMillis, long mostMillis) {
        return Duration.ofMillis(leastMillis + random.nextLong(Math.max(1, mostMillis - leastMillis)));
    }

    void runUntil(Instant end) {
        while (!queue.isEmpty() && !queue.element().at().isAfter(end)) {
            Due due = queue.remove();
            now = due.at().isAfter(now) ? due.at() : now;
            try {
                due.work().run();
            } catch (BrokenError already) {
                throw already;
            } catch (RuntimeException | Error failure) {
                // From within a call of a handler, which must not take a fault of the model for one of the cloud's.
                broken = true;
                throw new BrokenError(failure);
            }
        }
        now = end.isAfter(now) ? end : now;
    }

    /** A call takes so long, and meanwhile the world goes on: that is where two writers come between each other. */
    void elapse(Duration taken) {
        if (depth >= 3 || broken) {
            return;
        }
        depth++;
        try {
            runUntil(now.plus(taken));
        } finally {
            depth--;
        }
    }

    /** The model itself failed. */
    private static final class BrokenError extends Error {
        private static final long serialVersionUID = 1L;

        BrokenError(Throwable cause) {
            super("the model is broken", cause);
        }
    }
}
