package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.time.Duration;
import java.time.Instant;

/** Keeps launches of a sweep apart. */
interface Pace {
    /**
     * Reserves the next instant for a launch: now, or as long after the one before as the delay says. Of two that ask at the
     * same moment neither waits for the other. Whoever asks again gets another one, which costs time and nothing else.
     */
    Instant reserve(SweepId sweepId, Duration delay, Instant now);
}
