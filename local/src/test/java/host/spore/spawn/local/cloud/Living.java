package host.spore.spawn.local.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks EC2 twice a second how many instances of a sweep live, until it is closed. */
final class Living implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;

    private final Sweeping sweep;
    private final ScheduledExecutorService often = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looks;
    private final Map<String, Integer> mostByZone = new HashMap<>();
    private int most;

    Living(Sweeping sweep) {
        this.sweep = sweep;
        looks = often.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The most that lived at a time, so far. */
    synchronized int most() {
        looked();
        return most;
    }

    /** The same in each zone. */
    synchronized Map<String, Integer> mostByZone() {
        looked();
        return Map.copyOf(mostByZone);
    }

    private void look() {
        Map<String, Integer> byZone = sweep.alive().stream()
                .collect(Collectors.toMap(
                        instance -> instance.placement().availabilityZone(), instance -> 1, Integer::sum));
        synchronized (this) {
            most = Math.max(
                    most, byZone.values().stream().mapToInt(Integer::intValue).sum());
            byZone.forEach((zone, number) -> mostByZone.merge(zone, number, Math::max));
        }
    }

    /** A look that fails is the last one, and what was not looked at proves nothing. */
    private void looked() {
        if (!looks.isDone()) {
            return;
        }
        try {
            looks.get();
        } catch (ExecutionException failed) {
            throw new AssertionError("EC2 was asked no more", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        often.shutdownNow();
    }
}
