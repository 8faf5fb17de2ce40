package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.Instances;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Workloads} in memory: every account is another EC2 in every region. */
final class FakeWorkloads implements Workloads {
    private final Map<String, FakeInstances> everywhere = new HashMap<>();

    FakeInstances in(AccountId account, String region) {
        return everywhere.computeIfAbsent(account + " " + region, place -> new FakeInstances());
    }

    @Override
    public Instances of(AccountId account, String region, @Nullable String ownAccount) {
        return in(account, region);
    }
}
