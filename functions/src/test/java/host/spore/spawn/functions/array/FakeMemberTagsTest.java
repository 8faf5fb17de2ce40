package host.spore.spawn.functions.array;

import host.spore.spawn.events.InstanceId;
import java.util.Map;

class FakeMemberTagsTest extends MemberTagsContract {
    private final FakeMemberTags fake = new FakeMemberTags();

    @Override
    protected MemberTags subject() {
        return fake;
    }

    @Override
    protected InstanceId instance() {
        return new InstanceId("i-0123456789abcdef0");
    }

    @Override
    protected InstanceId unknown() {
        InstanceId id = new InstanceId("i-0123456789abcdef1");
        fake.hide(id);
        return id;
    }

    @Override
    protected Map<String, String> tagsOf(InstanceId id) {
        return fake.written.getOrDefault(id, Map.of());
    }
}
