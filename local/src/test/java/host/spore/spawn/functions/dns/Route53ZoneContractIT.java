package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.route53.model.InvalidInputException;

/** In the deployed zone, among the names of other tests: reading one must not be disturbed by its neighbours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Route53ZoneContractIT extends ZoneContract {
    private final Cloud cloud = Cloud.get();
    private final String domain = cloud.variableOf("spawn-dns", "SPAWN_DOMAIN");
    private final Zone route53 = new Route53Zone(cloud.dns, cloud.variableOf("spawn-dns", "SPAWN_HOSTED_ZONE_ID"));
    private final Zone zone = new RefusingAsRoute53(route53);
    private final List<DnsName> used = new ArrayList<>();

    @AfterAll
    void removeTheRecords() {
        for (DnsName name : used) {
            NameRecords left = zone.read(name);
            if (!left.isEmpty()) {
                zone.replace(name, left, NameRecords.NONE);
            }
        }
    }

    @Override
    protected Zone subject() {
        return zone;
    }

    @Override
    protected boolean refusesToCreateOverAnother() {
        return false;
    }

    @Override
    protected DnsName freshName() {
        DnsName name = DnsName.of(new Name(cloud.newName("contract")), new AccountId("000000000000"), domain);
        used.add(name);
        return name;
    }

    /**
     * LocalStack: says InvalidInput to the deletion of what is not there, where Route 53 says InvalidChangeBatch. Not in
     * the adapter: from Route 53 that error means a request of ours that no reading anew would mend.
     */
    private record RefusingAsRoute53(Zone zone) implements Zone {
        @Override
        public NameRecords read(DnsName name) {
            return zone.read(name);
        }

        @Override
        public boolean replace(DnsName name, NameRecords old, NameRecords fresh) {
            try {
                return zone.replace(name, old, fresh);
            } catch (InvalidInputException refused) {
                if (String.valueOf(refused.getMessage()).contains("Action=DELETE")) {
                    return false;
                }
                throw refused;
            }
        }
    }
}
