package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.util.Optional;

/** The items of sweeps. */
interface Sweeps {
    /** Reads consistently. */
    Optional<SweepItem> read(SweepId sweepId);

    /**
     * Writes the item if what stands there has its version, and gives it the next one.
     *
     * @return false when somebody was quicker: read and decide again
     */
    boolean write(SweepItem item);
}
