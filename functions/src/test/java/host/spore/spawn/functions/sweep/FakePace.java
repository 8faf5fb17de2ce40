package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** {@link Pace} in memory. */
final class FakePace implements Pace {
    final Faults faults = new Faults();

    private final Map<SweepId, Instant> next = new HashMap<>();

    @Override
    public Instant reserve(SweepId sweepId, Duration delay, Instant now) {
        faults.enter();
        Instant at = next.getOrDefault(sweepId, now);
        Instant reserved = at.isAfter(now) ? at : now;
        next.put(sweepId, reserved.plus(delay));
        faults.leave();
        return reserved;
    }
}
