package host.spore.spawn.functions.array;

import host.spore.spawn.events.InstanceId;
import java.util.Map;

/** Makes an instance a member of its own: name, index and address. */
interface MemberTags {
    /**
     * Writes the tags; twice changes nothing.
     *
     * @throws host.spore.spawn.functions.ec2.NotKnownYetException EC2 does not find an instance right after its launch
     */
    void write(InstanceId id, Map<String, String> tags);
}
