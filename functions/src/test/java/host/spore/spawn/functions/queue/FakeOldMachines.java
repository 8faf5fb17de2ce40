package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link OldMachines} in memory. */
final class FakeOldMachines implements OldMachines {
    final Faults faults = new Faults();
    final List<String> deleted = new ArrayList<>();

    private final Map<String, Made> made = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final Set<String> running = new HashSet<>();

    String put(String kind, String name, Instant at, Map<String, String> with) {
        String arn = FakeMachines.arn(kind, name);
        made.put(arn, new Made(arn, name, at));
        tags.put(arn, with);
        return arn;
    }

    void tag(String arn, String usedAt) {
        tags.put(arn, Map.of(Machinery.USED_AT, usedAt));
    }

    void run(String arn) {
        running.add(arn);
    }

    @Override
    public List<Made> all(String prefix) {
        faults.enter();
        return made.values().stream()
                .filter(one -> one.name().startsWith(prefix))
                .toList();
    }

    @Override
    public Map<String, String> tags(String arn) {
        faults.enter();
        return tags.getOrDefault(arn, Map.of());
    }

    @Override
    public boolean isRunning(String arn) {
        faults.enter();
        return running.contains(arn);
    }

    @Override
    public void delete(String arn) {
        faults.enter();
        Made one = made.remove(arn);
        tags.remove(arn);
        if (one != null) {
            deleted.add(one.name());
        }
        faults.leave();
    }
}
