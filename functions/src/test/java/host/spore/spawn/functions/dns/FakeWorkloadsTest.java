package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.Views;

class FakeWorkloadsTest extends WorkloadsContract {
    private final FakeWorkloads fake = new FakeWorkloads();
    private int count;

    @Override
    protected Workloads subject() {
        return fake;
    }

    @Override
    protected InstanceId launched(AccountId account, String region) {
        InstanceId id = new InstanceId("i-0000000%d".formatted(count++));
        fake.in(account, region).put(Views.aRunning(id).build());
        return id;
    }
}
