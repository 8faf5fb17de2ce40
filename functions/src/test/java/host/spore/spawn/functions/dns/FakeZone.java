package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.functions.dns.NameRecords.Common;
import host.spore.spawn.functions.dns.NameRecords.ResourceRecord;
import host.spore.spawn.functions.lambda.Faults;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@link Zone} in memory, by AWS's rules: a batch is atomic, DELETE needs an exact match, CREATE an empty place, and a name
 * has either one address of its own or those of many.
 */
final class FakeZone implements Zone {
    final Faults faults = new Faults();

    /** What Route 53 would count: it takes five calls a second. */
    int calls;

    int changes;

    private Map<Place, ResourceRecord> records = new LinkedHashMap<>();

    private enum Type {
        A,
        TXT
    }

    /** @param identifier empty: the only one of its name and type */
    private record Place(DnsName name, Type type, String identifier) {}

    /** Whatever is there. */
    void put(DnsName name, NameRecords there) {
        records.keySet()
                .removeIf(
                        place -> place.name().equals(name) && place.identifier().isEmpty());
        CommonName.of(name).ifPresent(common -> records.remove(new Place(common.name(), Type.A, common.identifier())));
        records.putAll(sets(name, there));
    }

    NameRecords now(DnsName name) {
        ResourceRecord address = records.get(new Place(name, Type.A, ""));
        return new NameRecords(
                address == null && !membersOf(name).isEmpty() ? NameRecords.OF_AN_ARRAY.address() : address,
                records.get(new Place(name, Type.TXT, "")),
                CommonName.of(name).map(this::common).orElseGet(Common.None::new));
    }

    /** What a resolver would be answered with, by the members' identifiers. */
    Map<String, String> membersOf(DnsName common) {
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(common)
                        && !entry.getKey().identifier().isEmpty())
                .collect(Collectors.toMap(
                        entry -> entry.getKey().identifier(),
                        entry -> entry.getValue().value()));
    }

    private Common common(CommonName name) {
        ResourceRecord member = records.get(new Place(name.name(), Type.A, name.identifier()));
        if (records.containsKey(new Place(name.name(), Type.A, ""))) {
            return new Common.Taken();
        }
        return member == null ? new Common.None() : new Common.Member(member);
    }

    @Override
    public Map<DnsName, NameRecords> read(Set<DnsName> names) {
        calls++;
        return names.stream().collect(Collectors.toMap(name -> name, this::now));
    }

    @Override
    public Map<DnsName, NameRecords> owned(String domain) {
        calls++;
        return records.keySet().stream()
                .map(Place::name)
                .distinct()
                .filter(name -> name.value().endsWith("." + domain))
                .filter(name -> now(name).readOwner().isPresent())
                .collect(Collectors.toMap(name -> name, this::now));
    }

    @Override
    public boolean replace(List<Replacement> all) {
        calls++;
        if (all.size() > MOST_IN_A_BATCH) {
            throw new IllegalArgumentException("Number of changes limit exceeded: " + all.size() + " names");
        }
        faults.enter();
        Optional<Map<Place, ResourceRecord>> changed = changed(all);
        if (changed.isEmpty()) {
            return false;
        }
        changes++;
        records = changed.get();
        faults.leave();
        return true;
    }

    /** Empty: one of them cannot be. */
    private Optional<Map<Place, ResourceRecord>> changed(List<Replacement> all) {
        Map<Place, ResourceRecord> changed = new LinkedHashMap<>(records);
        for (Replacement one : all) {
            for (Map.Entry<Place, ResourceRecord> old :
                    sets(one.name(), one.old()).entrySet()) {
                if (!changed.remove(old.getKey(), old.getValue())) {
                    return Optional.empty();
                }
            }
            for (Map.Entry<Place, ResourceRecord> fresh :
                    sets(one.name(), one.fresh()).entrySet()) {
                if (!isFree(fresh.getKey(), changed.keySet())) {
                    return Optional.empty();
                }
                changed.put(fresh.getKey(), fresh.getValue());
            }
        }
        return Optional.of(changed);
    }

    private static boolean isFree(Place place, Set<Place> taken) {
        return taken.stream()
                .filter(other -> other.name().equals(place.name()) && other.type() == place.type())
                .noneMatch(other -> other.identifier().equals(place.identifier())
                        || other.identifier().isEmpty() != place.identifier().isEmpty());
    }

    private static Map<Place, ResourceRecord> sets(DnsName name, NameRecords records) {
        Map<Place, ResourceRecord> sets = new HashMap<>();
        put(sets, new Place(name, Type.A, ""), records.address());
        put(sets, new Place(name, Type.TXT, ""), records.owner());
        if (records.member() != null) {
            CommonName common = CommonName.of(name).orElseThrow();
            put(sets, new Place(common.name(), Type.A, common.identifier()), records.member());
        }
        return sets;
    }

    private static void put(Map<Place, ResourceRecord> sets, Place place, @Nullable ResourceRecord record) {
        if (record != null) {
            sets.put(place, record);
        }
    }
}
