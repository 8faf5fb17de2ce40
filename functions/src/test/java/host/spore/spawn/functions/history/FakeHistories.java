package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@link Histories} in memory. */
final class FakeHistories implements Histories {
    final Faults faults = new Faults();

    private final Map<InstanceId, Map<String, Change>> entries = new LinkedHashMap<>();
    private final Map<InstanceId, Map<String, Instant>> expiring = new LinkedHashMap<>();

    Map<String, Change> of(InstanceId instance) {
        return entries.getOrDefault(instance, Map.of());
    }

    Map<String, Instant> expiring(InstanceId instance) {
        return expiring.getOrDefault(instance, Map.of());
    }

    @Override
    public void append(InstanceId instance, String key, Change change) {
        faults.enter();
        entries.computeIfAbsent(instance, id -> new TreeMap<>()).put(key, change);
        faults.leave();
    }

    @Override
    public void expire(InstanceId instance, Instant at) {
        faults.enter();
        of(instance)
                .keySet()
                .forEach(key -> expiring.computeIfAbsent(instance, id -> new LinkedHashMap<>())
                        .put(key, at));
    }
}
