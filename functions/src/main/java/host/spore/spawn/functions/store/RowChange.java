package host.spore.spawn.functions.store;

import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to write into a row, as data: deciders make it, tests compare it.
 *
 * @param set new values
 * @param remove columns to empty
 * @param extension to add, if any
 */
public record RowChange(Map<Column, String> set, Set<Column> remove, Optional<Extension> extension) {
    public static final RowChange NONE = new RowChange(Map.of(), Set.of(), Optional.empty());

    public RowChange {
        set = Map.copyOf(set);
        remove = Set.copyOf(remove);
    }

    public boolean isNone() {
        return set.isEmpty() && remove.isEmpty() && extension.isEmpty();
    }

    public RowChange set(Column column, String value) {
        Map<Column, String> more = new EnumMap<>(Column.class);
        more.putAll(set);
        more.put(column, value);
        return new RowChange(more, remove, extension);
    }

    public RowChange set(Column column, Instant value) {
        return set(column, value.toString());
    }

    public RowChange set(InstanceState state) {
        return set(Column.STATE, state.wire());
    }

    public RowChange remove(Column column) {
        Set<Column> more = EnumSet.of(column);
        more.addAll(remove);
        return new RowChange(set, more, extension);
    }

    public RowChange add(Extension added) {
        return new RowChange(set, remove, Optional.of(added));
    }
}
