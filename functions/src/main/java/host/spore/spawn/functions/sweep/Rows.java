package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.util.List;
import java.util.Optional;

/** The items of rows. */
interface Rows {
    /** Reads consistently. */
    Optional<RowItem> read(SweepId sweepId, int index);

    /** As {@link Sweeps#write}. Whoever parks writes too, so that no token is overwritten that was not read. */
    boolean write(RowItem row);

    /** All that were begun, by index; every page, consistently. */
    List<RowItem> all(SweepId sweepId);
}
