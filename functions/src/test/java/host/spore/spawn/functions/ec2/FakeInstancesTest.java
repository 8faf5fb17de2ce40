package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.util.Map;

class FakeInstancesTest extends InstancesContract {
    private final FakeInstances fake = new FakeInstances();
    private int count;

    @Override
    protected Instances subject() {
        return fake;
    }

    @Override
    protected InstanceId launched(Map<String, String> tags) {
        InstanceId id = new InstanceId("i-0000000%d".formatted(count++));
        Views view = Views.aRunning(id).without("spawn").without("Name");
        tags.forEach(view::tagged);
        fake.put(view.build());
        return id;
    }

    @Override
    protected Name freshName() {
        return new Name("name-" + count++);
    }
}
