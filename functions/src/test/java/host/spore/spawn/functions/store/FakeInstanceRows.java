package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link InstanceRows} in memory. */
public final class FakeInstanceRows implements InstanceRows {
    public final Faults reads = new Faults();
    public final Faults writes = new Faults();

    private final Map<InstanceId, InstanceRow> rows = new LinkedHashMap<>();

    /** What another writer, such as a flow, has put there. */
    public InstanceRow seed(InstanceId id, Map<Column, String> values) {
        InstanceRow before = rows.getOrDefault(id, InstanceRow.absent(id));
        Map<Column, String> merged = new EnumMap<>(Column.class);
        merged.putAll(before.values());
        merged.putAll(values);
        InstanceRow row = new InstanceRow(id, before.version() + 1, merged, before.extensions());
        rows.put(id, row);
        return row;
    }

    /** The table is lost. */
    public void clear() {
        rows.clear();
    }

    /** A look past the port, which no fault hinders. */
    public InstanceRow now(InstanceId id) {
        return rows.getOrDefault(id, InstanceRow.absent(id));
    }

    @Override
    public synchronized InstanceRow read(InstanceId id) {
        reads.enter();
        return now(id);
    }

    @Override
    public synchronized Map<InstanceId, InstanceRow> read(Collection<InstanceId> ids) {
        reads.enter();
        Map<InstanceId, InstanceRow> read = new LinkedHashMap<>();
        ids.forEach(id -> read.put(id, now(id)));
        return read;
    }

    @Override
    public synchronized Optional<InstanceRow> change(InstanceRow read, RowChange change) {
        writes.enter();
        InstanceRow row = now(read.id());
        if (row.version() != read.version()) {
            return Optional.empty();
        }
        Map<Column, String> values = new EnumMap<>(Column.class);
        values.putAll(row.values());
        change.remove().forEach(values::remove);
        values.putAll(change.set());
        List<Extension> extensions = new ArrayList<>(row.extensions());
        change.extension().filter(added -> !extensions.contains(added)).ifPresent(extensions::add);
        InstanceRow changed = new InstanceRow(row.id(), row.version() + 1, values, extensions);
        rows.put(row.id(), changed);
        writes.leave();
        return Optional.of(changed);
    }

    @Override
    public synchronized List<InstanceId> unclosed() {
        reads.enter();
        return rows.values().stream()
                .filter(row -> row.has(Column.UNCLOSED))
                .map(InstanceRow::id)
                .toList();
    }

    @Override
    public List<InstanceRow> unclosedAsShown(Set<Column> columns) {
        reads.enter();
        return rows.values().stream()
                .filter(row -> row.has(Column.UNCLOSED))
                .map(row -> new InstanceRow(row.id(), row.version(), only(columns, row.values()), row.extensions()))
                .toList();
    }

    private static Map<Column, String> only(Set<Column> columns, Map<Column, String> values) {
        return columns.stream().filter(values::containsKey).collect(Collectors.toMap(column -> column, values::get));
    }
}
