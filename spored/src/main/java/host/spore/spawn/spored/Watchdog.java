package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd once a minute that the agent turns; when it does not hear this for three, it kills and restarts it. The
 * message is a datagram on a Unix socket, which Java cannot send, so {@code systemd-notify} does: 60 short-lived children
 * an hour, and none where no watchdog is set.
 */
final class Watchdog {
    private static final long PACE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final boolean wanted;
    private final Journal journal;
    private volatile long turnedAt = System.nanoTime();
    private long petAt = System.nanoTime() - PACE_NANOS;

    /** @param variable the environment variable {@code WATCHDOG_USEC} */
    Watchdog(@Nullable String variable, Journal journal) {
        this.wanted = variable != null && !variable.isBlank();
        this.journal = journal;
    }

    /** The keeper has made a turn. */
    void turned() {
        turnedAt = System.nanoTime();
    }

    /** Passes it on, unless the keeper has not turned for so long that it hangs. */
    void pet() throws InterruptedException {
        long now = System.nanoTime();
        if (!wanted || now - petAt < PACE_NANOS || now - turnedAt >= PACE_NANOS) {
            return;
        }
        petAt = now;
        try {
            Process notify = new ProcessBuilder("systemd-notify", "WATCHDOG=1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!notify.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                notify.destroyForcibly();
            }
        } catch (IOException missing) {
            journal.say("watchdog: " + missing.getMessage());
        }
    }
}
