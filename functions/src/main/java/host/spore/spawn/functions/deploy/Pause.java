package host.spore.spawn.functions.deploy;

import java.time.Duration;

/** Lets time pass between two looks. */
@FunctionalInterface
interface Pause {
    void of(Duration time);

    /** In the thread. */
    static Pause real() {
        return time -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", stop);
            }
        };
    }
}
