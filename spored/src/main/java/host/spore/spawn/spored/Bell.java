package host.spore.spawn.spored;

import java.time.Duration;

/** Wakes one waiting thread. A ring that nobody waits for is kept, so that none is lost between look and wait. */
final class Bell {
    private boolean rung;

    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /**
     * Returns when the bell rings or the time is over, measured by the monotonic clock.
     *
     * @return whether it rang
     */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!rung) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // Rounded up: a wait of 0 would be for ever.
            wait(left / 1_000_000 + 1);
        }
        rung = false;
        return true;
    }
}
