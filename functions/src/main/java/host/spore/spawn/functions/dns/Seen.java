package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What EC2 has said of instances in the course of one delivery: each is asked for once, whatever zones it has names in. */
final class Seen {
    private final Workloads workloads;
    private final @Nullable String ownAccount;
    private final Map<Place, Optional<InstanceView>> views = new HashMap<>();
    private final Map<AccountId, NotLetInException> closed = new HashMap<>();

    /** @param ownAccount in which this function runs */
    Seen(Workloads workloads, @Nullable String ownAccount) {
        this.workloads = workloads;
        this.ownAccount = ownAccount;
    }

    private record Place(AccountId account, String region, InstanceId id) {}

    /** @throws NotLetInException as its account does not let itself be looked at, which is not tried twice */
    Optional<InstanceView> find(AccountId account, String region, InstanceId id) {
        NotLetInException refused = closed.get(account);
        if (refused != null) {
            throw refused;
        }
        try {
            return views.computeIfAbsent(
                    new Place(account, region, id),
                    place -> workloads.of(account, region, ownAccount).find(id));
        } catch (NotLetInException notLetIn) {
            closed.put(account, notLetIn);
            throw notLetIn;
        }
    }

    boolean isClosed(AccountId account) {
        return closed.containsKey(account);
    }

    void tagNameRefused(AccountId account, String region, InstanceId id, Optional<String> why) {
        workloads.of(account, region, ownAccount).tagNameRefused(id, why);
    }
}
