package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link Timelines} in memory. */
final class FakeTimelines implements Timelines {
    private final Map<InstanceId, TreeMap<String, Entry>> entries = new HashMap<>();

    void append(InstanceId instance, String key, Entry entry) {
        entries.computeIfAbsent(instance, _ -> new TreeMap<>()).put(key, entry);
    }

    @Override
    public List<Entry> newest(InstanceId instance, int most) {
        List<Entry> found = new ArrayList<>(
                entries.getOrDefault(instance, new TreeMap<>()).descendingMap().values());
        return found.subList(0, Math.min(most, found.size()));
    }
}
