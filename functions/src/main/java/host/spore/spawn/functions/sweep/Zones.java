package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.time.Instant;

/** How many rows of a sweep live in each availability zone. */
interface Zones {
    /**
     * Takes a slot; whoever has it has it still.
     *
     * @param most slots that the zone has
     * @param expiresAt when nobody asks any more
     * @return false when all are taken
     */
    boolean take(SweepId sweepId, String zone, int index, int most, Instant expiresAt);

    /** Gives it back; twice changes nothing. */
    void free(SweepId sweepId, String zone, int index);
}
