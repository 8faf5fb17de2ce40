package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.functions.lambda.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@link Zone} in memory, by AWS's rules: a batch is atomic, DELETE needs an exact match, CREATE an empty place.
 * LocalStack: lets a CREATE overwrite.
 */
final class FakeZone implements Zone {
    final Faults faults = new Faults();
    int changes;

    private final Map<DnsName, NameRecords> records = new LinkedHashMap<>();

    void put(DnsName name, NameRecords there) {
        records.put(name, there);
    }

    NameRecords now(DnsName name) {
        return records.getOrDefault(name, NameRecords.NONE);
    }

    @Override
    public NameRecords read(DnsName name) {
        return now(name);
    }

    @Override
    public boolean replace(DnsName name, NameRecords old, NameRecords fresh) {
        faults.enter();
        NameRecords there = now(name);
        boolean deletes = (old.address() == null || old.address().equals(there.address()))
                && (old.owner() == null || old.owner().equals(there.owner()));
        boolean isFree = (fresh.address() == null || Objects.equals(old.address(), there.address()))
                && (fresh.owner() == null || Objects.equals(old.owner(), there.owner()));
        if (!deletes || !isFree) {
            return false;
        }
        changes++;
        records.put(name, fresh);
        faults.leave();
        return true;
    }
}
