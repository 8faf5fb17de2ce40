package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.functions.lambda.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Sweeps} in memory. */
final class FakeSweeps implements Sweeps {
    final Faults faults = new Faults();

    private final Map<SweepId, SweepItem> items = new ConcurrentHashMap<>();

    @Override
    public Optional<SweepItem> read(SweepId sweepId) {
        faults.enter();
        return Optional.ofNullable(items.get(sweepId));
    }

    @Override
    public boolean write(SweepItem item) {
        faults.enter();
        SweepItem there = items.get(item.sweepId());
        if ((there == null ? 0 : there.version()) != item.version()) {
            return false;
        }
        items.put(item.sweepId(), item.at(item.version() + 1));
        faults.leave();
        return true;
    }
}
