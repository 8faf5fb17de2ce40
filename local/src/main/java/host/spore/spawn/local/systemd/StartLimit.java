package host.spore.spawn.local.systemd;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often a service may be started before systemd gives up on it: an agent that crashes at once ends here, and the
 * other keepers of the deadline have to do without it.
 *
 * @param interval zero: no limit
 */
record StartLimit(Duration interval, int burst) {
    /** @param starts earlier starts */
    boolean allows(List<Instant> starts, Instant now) {
        return interval.isZero()
                || starts.stream()
                                .filter(start -> start.isAfter(now.minus(interval)))
                                .count()
                        < burst;
    }
}
