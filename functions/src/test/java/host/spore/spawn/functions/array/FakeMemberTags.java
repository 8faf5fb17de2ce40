package host.spore.spawn.functions.array;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.Faults;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** {@link MemberTags} in memory. */
final class FakeMemberTags implements MemberTags {
    final Faults faults = new Faults();
    final Map<InstanceId, Map<String, String>> written = new LinkedHashMap<>();

    private final Set<InstanceId> unknown = new LinkedHashSet<>();

    /** EC2 does not find it yet. */
    void hide(InstanceId id) {
        unknown.add(id);
    }

    @Override
    public void write(InstanceId id, Map<String, String> tags) {
        faults.enter();
        if (unknown.contains(id)) {
            throw new NotKnownYetException(id + " is hidden");
        }
        written.computeIfAbsent(id, _ -> new LinkedHashMap<>()).putAll(tags);
        faults.leave();
    }
}
