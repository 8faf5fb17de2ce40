package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.Name;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By which an instance tells that it is a member of an array. All members are launched by one call, and so with the same
 * tags: until each has its own, which one it is follows from its launch index.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMI-launch-index-examples.html">launch index</a>
 */
public final class ArrayTags {
    public static final String ID = "spawn:array-id";
    public static final String NAME = "spawn:array-name";
    public static final String SIZE = "spawn:array-size";
    public static final String MIN_VIABLE = "spawn:array-min-viable";
    public static final String INDEX = "spawn:array-index";

    /** How many instances there have been in this place before; absent: it is the first. */
    public static final String TURN = "spawn:array-turn";

    private static final String INSTANCE_NAME = "Name";

    private ArrayTags() {}

    /** What every member has from the call on. */
    public static Map<String, String> of(ArrayId id, Name name, int size) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(ID, id.value());
        tags.put(NAME, name.value());
        tags.put(SIZE, Integer.toString(size));
        return tags;
    }

    /** The tags of an instance, with those that it has yet to get. */
    static Map<String, String> whole(Map<String, String> tags, int launchIndex) {
        if (!tags.containsKey(NAME) || tags.containsKey(INDEX)) {
            return tags;
        }
        Map<String, String> whole = new LinkedHashMap<>(tags);
        whole.putAll(own(tags, launchIndex));
        return whole;
    }

    /**
     * What makes an instance this very member.
     *
     * @param tags as the launch's call set them
     */
    public static Map<String, String> own(Map<String, String> tags, int index) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(INDEX, Integer.toString(index));
        String array = tags.getOrDefault(NAME, "");
        String member = array + "-" + index;
        own.put(INSTANCE_NAME, member);
        for (String zone : List.of(InstanceView.DNS_TAG, InstanceView.PRIVATE_DNS_TAG)) {
            String dns = tags.get(zone);
            if (dns != null) {
                own.put(zone, dns.startsWith(array + ".") ? member + dns.substring(array.length()) : dns);
            }
        }
        return own;
    }
}
