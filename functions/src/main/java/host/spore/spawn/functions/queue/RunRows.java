package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Optional;

/** The items of runs. */
interface RunRows {
    /** Reads consistently. */
    Optional<RunRow> read(String runId);

    /** Makes it, unless it is there. */
    void begin(RunRow row, Instant expiresAt);

    /**
     * @return what stands there now; empty when the change was not possible (any more)
     */
    Optional<RunRow> change(String runId, RunChange change);
}
