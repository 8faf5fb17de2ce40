package host.spore.spawn.local.systemd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A started timer: a thread that waits for the next due instant and starts the unit. */
final class RunningTimer {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final TimerUnit unit;

    RunningTimer(TimerUnit unit, Instant boot, InstantSource clock, Runnable fire) {
        this.unit = unit;
        Instant activated = clock.instant();
        Thread.ofVirtual().name(unit.name()).start(() -> {
            try {
                turn(boot, activated, clock, fire);
            } catch (InterruptedException interrupted) {
                // Only a shutdown of the whole process interrupts: the timer ends with it.
                Thread.currentThread().interrupt();
            }
        });
    }

    TimerUnit unit() {
        return unit;
    }

    void stop() {
        stop.countDown();
    }

    private void turn(Instant boot, Instant activated, InstantSource clock, Runnable fire) throws InterruptedException {
        @Nullable Instant lastFired = null;
        while (true) {
            Optional<Instant> due = unit.next(boot, activated, lastFired);
            if (due.isEmpty()) {
                return;
            }
            Duration left = Duration.between(clock.instant(), due.get());
            // Rounded up: a timer that looks a fraction too early would fire twice for one instant.
            if (stop.await(Math.max(0, left.toMillis() + 1), TimeUnit.MILLISECONDS)) {
                return;
            }
            lastFired = clock.instant();
            fire.run();
        }
    }
}
