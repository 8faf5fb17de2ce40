package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tries again what failed, for a while. Pauses double, and each is drawn from all of that: full jitter, because many
 * workers lose the same service at the same moment.
 *
 * @param first the longest that the first pause may be
 * @param most the longest pause
 * @param longest after which a failure counts
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts, retries and
 *     backoff with jitter</a>
 */
record Patience(Duration first, Duration most, Duration longest) {
    /** What may fail. */
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** @param lasts asked before every further try */
    <T> T with(Attempt<T> attempt, BooleanSupplier lasts) throws IOException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (int tries = 0; ; tries++) {
            try {
                return attempt.run();
            } catch (AwsRefusal refusal) {
                if (refusal.isHopeless() || isOver(end) || !lasts.getAsBoolean()) {
                    throw refusal;
                }
            } catch (IOException failed) {
                if (isOver(end) || !lasts.getAsBoolean()) {
                    throw failed;
                }
            }
            pause(tries);
        }
    }

    /** @param tries that have failed before the one that has failed now */
    void pause(int tries) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(bound(tries) + 1));
    }

    long bound(int tries) {
        long nanos = first.toNanos();
        for (int i = 0; i < tries && nanos < most.toNanos(); i++) {
            nanos *= 2;
        }
        return Math.min(nanos, most.toNanos());
    }

    Patience within(Duration other) {
        return new Patience(first, most, other);
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end >= 0;
    }
}
