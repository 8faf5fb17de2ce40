package host.spore.spawn.functions.array;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Guests;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.model.Tag;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Ec2MemberTagsContractIT extends MemberTagsContract {
    private final Cloud cloud = Cloud.get();
    private final Guests guests = new Guests(cloud);

    @AfterAll
    void terminateTheGuests() {
        guests.close();
    }

    @Override
    protected MemberTags subject() {
        return new Ec2MemberTags(cloud.ec2);
    }

    @Override
    protected InstanceId instance() {
        return guests.launched(Map.of("Name", "contract"));
    }

    @Override
    protected InstanceId unknown() {
        return new InstanceId("i-0123456789abcdef0");
    }

    @Override
    protected Map<String, String> tagsOf(InstanceId id) {
        return cloud.describe(id.value()).tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    /** LocalStack: tags what does not exist. */
    @Test
    @Disabled("LocalStack tags what does not exist")
    @Override
    void whatIsNotKnownYetIsToBeTriedAgain() {}
}
