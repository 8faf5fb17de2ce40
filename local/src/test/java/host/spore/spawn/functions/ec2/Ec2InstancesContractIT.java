package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Guests;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Ec2InstancesContractIT extends InstancesContract {
    private final Cloud cloud = Cloud.get();
    private final Guests guests = new Guests(cloud);

    @AfterAll
    void terminateTheGuests() {
        guests.close();
    }

    @Override
    protected Instances subject() {
        return new Ec2Instances(cloud.ec2);
    }

    @Override
    protected InstanceId launched(Map<String, String> tags) {
        return guests.launched(tags);
    }

    @Override
    protected Name freshName() {
        return new Name(cloud.newName("contract"));
    }
}
