package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.functions.lambda.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link Zone} in memory, by AWS's rules: a batch is atomic, DELETE needs an exact match, CREATE an empty place. */
final class FakeZone implements Zone {
    final Faults faults = new Faults();

    /** What Route 53 would count: it takes five calls a second. */
    int calls;

    int changes;

    private final Map<DnsName, NameRecords> records = new LinkedHashMap<>();

    void put(DnsName name, NameRecords there) {
        records.put(name, there);
    }

    NameRecords now(DnsName name) {
        return records.getOrDefault(name, NameRecords.NONE);
    }

    @Override
    public Map<DnsName, NameRecords> read(Set<DnsName> names) {
        calls++;
        return names.stream().collect(Collectors.toMap(name -> name, this::now));
    }

    @Override
    public Map<DnsName, NameRecords> owned(String domain) {
        calls++;
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().value().endsWith("." + domain))
                .filter(entry -> entry.getValue().readOwner().isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public boolean replace(List<Replacement> all) {
        calls++;
        if (all.size() > MOST_IN_A_BATCH) {
            throw new IllegalArgumentException("Number of changes limit exceeded: " + all.size() + " names");
        }
        faults.enter();
        if (!all.stream().allMatch(this::isPossible)) {
            return false;
        }
        changes++;
        all.forEach(one -> records.put(one.name(), one.fresh()));
        faults.leave();
        return true;
    }

    private boolean isPossible(Replacement one) {
        NameRecords there = now(one.name());
        NameRecords old = one.old();
        NameRecords fresh = one.fresh();
        boolean deletes = (old.address() == null || old.address().equals(there.address()))
                && (old.owner() == null || old.owner().equals(there.owner()));
        boolean isFree = (fresh.address() == null || Objects.equals(old.address(), there.address()))
                && (fresh.owner() == null || Objects.equals(old.owner(), there.owner()));
        return deletes && isFree;
    }
}
