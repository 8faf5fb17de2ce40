package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.Instances;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Workloads} in memory: every account is another EC2 in every region. */
final class FakeWorkloads implements Workloads {
    private final Map<String, FakeInstances> everywhere = new HashMap<>();
    private final Set<AccountId> closed = new HashSet<>();

    FakeInstances in(AccountId account, String region) {
        return everywhere.computeIfAbsent(account + " " + region, place -> new FakeInstances());
    }

    /** Its role is gone, as when its workload is. */
    void close(AccountId account) {
        closed.add(account);
    }

    @Override
    public Instances of(AccountId account, String region, @Nullable String ownAccount) {
        if (closed.contains(account)) {
            throw new NotLetInException(account, new IllegalStateException("AccessDenied"));
        }
        return in(account, region);
    }
}
