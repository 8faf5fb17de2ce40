package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.functions.lambda.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@link Rows} in memory. */
final class FakeRows implements Rows {
    final Faults faults = new Faults();

    private final Map<String, RowItem> items = new TreeMap<>();

    @Override
    public Optional<RowItem> read(SweepId sweepId, int index) {
        faults.enter();
        return Optional.ofNullable(items.get(key(sweepId, index)));
    }

    @Override
    public boolean write(RowItem row) {
        faults.enter();
        RowItem there = items.get(key(row.id().sweepId(), row.index()));
        if ((there == null ? 0 : there.version()) != row.version()) {
            return false;
        }
        items.put(key(row.id().sweepId(), row.index()), row.at(row.version() + 1));
        faults.leave();
        return true;
    }

    @Override
    public List<RowItem> all(SweepId sweepId) {
        faults.enter();
        return new TreeSet<>(items.keySet())
                .stream()
                        .filter(key -> key.startsWith(sweepId + " "))
                        .map(items::get)
                        .toList();
    }

    /** As the flow parks: on condition that the item is the one that was read, which makes it another one. */
    boolean park(SweepId sweepId, String item, long version, String token) {
        int index = Integer.parseInt(item.substring(RowKeys.ROWS.length()));
        RowItem there = items.get(key(sweepId, index));
        if (there == null || there.version() != version) {
            return false;
        }
        items.put(
                key(sweepId, index),
                new RowItem(
                        there.id(),
                        there.name(),
                        there.work(),
                        there.zone(),
                        there.launchAt(),
                        there.begunAt(),
                        there.instance(),
                        there.exitCode(),
                        there.end(),
                        Optional.of(token),
                        there.expiresAt(),
                        version + 1));
        return true;
    }

    private static String key(SweepId sweepId, int index) {
        return sweepId + " " + RowKeys.row(index);
    }
}
