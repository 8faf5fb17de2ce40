package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd once a minute that the agent turns; when it does not hear this for three, it kills and restarts it. The
 * message is a datagram on a Unix socket, which Java cannot send, so {@code systemd-notify} does: 60 short-lived children
 * an hour, and none where no watchdog is set.
 */
final class Watchdog {
    private static final long PACE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** Says {@code WATCHDOG=1} to systemd. */
    interface Notify {
        void send() throws IOException, InterruptedException;
    }

    private final boolean wanted;
    private final LongSupplier nanos;
    private final Notify notify;
    private final Journal journal;
    private volatile long turnedAt;
    private long petAt;

    /**
     * @param variable the environment variable {@code WATCHDOG_USEC}
     * @param nanos the monotonic clock, {@link System#nanoTime}
     */
    Watchdog(@Nullable String variable, LongSupplier nanos, Notify notify, Journal journal) {
        this.wanted = variable != null && !variable.isBlank();
        this.nanos = nanos;
        this.notify = notify;
        this.journal = journal;
        this.turnedAt = nanos.getAsLong();
        this.petAt = turnedAt - PACE_NANOS;
    }

    /** The keeper has made a turn. */
    void turned() {
        turnedAt = nanos.getAsLong();
    }

    /** Passes it on, unless the keeper has not turned for so long that it hangs. */
    void pet() throws InterruptedException {
        long now = nanos.getAsLong();
        if (!wanted || now - petAt < PACE_NANOS || now - turnedAt >= PACE_NANOS) {
            return;
        }
        petAt = now;
        try {
            notify.send();
        } catch (IOException missing) {
            journal.say("watchdog: " + missing.getMessage());
        }
    }

    /** By a child, killed when it hangs. */
    static void systemdNotify() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("systemd-notify", "WATCHDOG=1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!child.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            child.destroyForcibly();
        }
    }
}
