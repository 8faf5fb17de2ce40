package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * Who runs a queue.
 *
 * @param holder the run that goes on; empty: none does
 * @param lastRun the one before it
 * @param since when the holder took it; of a queue that nobody runs, when it was last taken
 */
record QueueClaim(Optional<String> holder, Optional<String> lastRun, Instant since) {}
