package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.wake.Callbacks;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Notes what is heard of a row, and wakes whoever holds its place. The item is written even where nothing in it changes: whoever
 * has read it and is about to park must read it again, or would sleep through this.
 */
final class Noting {
    private static final JsonObject NOTHING = JsonObject.builder().build();

    /** Writers of one row are few: its flow, and its events. */
    private static final int TRIES = 10;

    private Noting() {}

    /** @return the item as it stands now; empty: it is of another launch, or over */
    static Optional<RowItem> note(Rows rows, SweepRowId id, UnaryOperator<RowItem> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<RowItem> row = rows.read(id.sweepId(), id.index())
                    .filter(item -> item.id().equals(id) && item.end().isEmpty());
            if (row.isEmpty()) {
                return Optional.empty();
            }
            RowItem changed = change.apply(row.get());
            if (rows.write(changed)) {
                return Optional.of(changed);
            }
        }
        throw new IllegalStateException("row " + id + " changed " + TRIES + " times while it was noted");
    }

    /** @return whether somebody slept */
    static boolean wake(RowItem row, Callbacks callbacks) {
        return row.token().filter(token -> callbacks.succeed(token, NOTHING)).isPresent();
    }
}
