package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@link Zones} in memory. */
final class FakeZones implements Zones {
    final Faults faults = new Faults();

    private final Map<String, Set<Integer>> rows = new HashMap<>();

    /** How many rows have a slot, over all zones. */
    int taken() {
        return rows.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public boolean take(SweepId sweepId, String zone, int index, int most, Instant expiresAt) {
        faults.enter();
        Set<Integer> there = rows.computeIfAbsent(sweepId + " " + zone, key -> new HashSet<>());
        if (!there.contains(index) && there.size() >= most) {
            return false;
        }
        there.add(index);
        faults.leave();
        return true;
    }

    @Override
    public void free(SweepId sweepId, String zone, int index) {
        faults.enter();
        rows.computeIfAbsent(sweepId + " " + zone, key -> new HashSet<>()).remove(index);
        faults.leave();
    }
}
