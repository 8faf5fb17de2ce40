package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, and fails by assertion when it does not come. */
final class Await {
    private Await() {}

    static void until(String what, Duration atMost, BooleanSupplier condition, Supplier<String> evidence) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(condition.getAsBoolean())
                .as(() -> what + " within " + atMost.toSeconds() + " s; " + evidence.get())
                .isTrue();
    }
}
