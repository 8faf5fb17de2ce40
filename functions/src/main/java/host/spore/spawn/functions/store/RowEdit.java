package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import java.util.Optional;
import java.util.function.Function;

/** Reads, decides and writes until nobody comes between. */
public final class RowEdit {
    /** Writers of one row are few (its flows, its events): ten lost races in a row mean something else is wrong. */
    private static final int TRIES = 10;

    private RowEdit() {}

    /**
     * Changes a row by a pure function of what it holds.
     *
     * @param decide may be asked several times; {@link RowChange#NONE} writes nothing
     * @return the row as it stands now
     */
    public static InstanceRow apply(InstanceRows rows, InstanceId id, Function<InstanceRow, RowChange> decide) {
        for (int i = 0; i < TRIES; i++) {
            InstanceRow row = rows.read(id);
            RowChange change = decide.apply(row);
            if (change.isNone()) {
                return row;
            }
            Optional<InstanceRow> changed =
                    rows.change(row, isFindable(row) ? change : change.set(Column.UNCLOSED, InstanceRow.YES));
            if (changed.isPresent()) {
                return changed.get();
            }
        }
        throw new IllegalStateException("the row of " + id + " changed " + TRIES + " times while it was edited");
    }

    /**
     * An event may be here before the launch that registers the instance, and the launch may never come; or the row was
     * lost, and a flow's note has made the beginning of another: what is begun must be found again to be closed.
     */
    private static boolean isFindable(InstanceRow row) {
        return row.has(Column.UNCLOSED) || row.has(Column.CLOSED_AT);
    }
}
