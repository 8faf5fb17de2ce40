package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table {@code spawn-instances}. */
public interface InstanceRows {
    /** Reads consistently; {@link InstanceRow#absent} when there is none. */
    InstanceRow read(InstanceId id);

    /** As {@link #read}, of many at once, in no order of their own. */
    Map<InstanceId, InstanceRow> read(Collection<InstanceId> ids);

    /**
     * Changes the row if it still is at the version that was read, and adds 1 to it. A row that is absent is made.
     *
     * @return the row after the change; empty when somebody else was quicker: read and decide again
     */
    Optional<InstanceRow> change(InstanceRow read, RowChange change);

    /** Those whose end has not been said; every page. The index lags behind by a moment: read a row before you act. */
    List<InstanceId> unclosed();

    /**
     * The rows of the same, as the index has them: for people to look at, since it lags behind by a moment.
     *
     * @param columns that are shown; of each row no other is read, which is what a thousand rows take their time by
     */
    List<InstanceRow> unclosedAsShown(Set<Column> columns);
}
