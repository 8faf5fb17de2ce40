package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** In the deployed zone, among the names of other tests: reading one must not be disturbed by its neighbours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Route53ZoneContractIT extends ZoneContract {
    private final Cloud cloud = Cloud.get();
    private final String domain = cloud.variableOf("spawn-dns", "SPAWN_DOMAIN");
    private final Zone zone = new Route53Zone(cloud.dns, cloud.variableOf("spawn-dns", "SPAWN_HOSTED_ZONE_ID"));
    private final List<DnsName> used = new ArrayList<>();

    @AfterAll
    void removeTheRecords() {
        used.addAll(members);
        List<Zone.Replacement> left = zone.read(Set.copyOf(used)).entrySet().stream()
                .filter(there -> !there.getValue().isEmpty())
                .map(there -> new Zone.Replacement(there.getKey(), there.getValue(), NameRecords.NONE))
                .toList();
        if (!left.isEmpty()) {
            zone.replace(left);
        }
    }

    @Override
    protected Zone subject() {
        return zone;
    }

    @Override
    protected DnsName freshName() {
        DnsName name = DnsName.of(new Name(cloud.newName("contract")), new AccountId("000000000000"), domain);
        used.add(name);
        return name;
    }
}
