package host.spore.spawn.functions.inbox;

import host.spore.spawn.events.InboxFile;
import host.spore.spawn.functions.lambda.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** {@link Inbox} in memory. */
public final class FakeInbox implements Inbox {
    public final Faults faults = new Faults();
    private final Map<String, byte[]> files = new TreeMap<>();

    /** @return the new content's etag */
    public String put(String key, byte[] content) {
        files.put(key, content.clone());
        return etag(content);
    }

    public String put(String key, String text) {
        return put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Found find(InboxFile file, int most) {
        faults.enter();
        byte[] content = files.get(file.key());
        if (content == null) {
            return new None();
        }
        if (file.etag() != null && !file.etag().equals(etag(content))) {
            return new Changed();
        }
        return new Bytes(Arrays.copyOf(content, Math.min(most, content.length)));
    }

    private static String etag(byte[] content) {
        return Integer.toHexString(Arrays.hashCode(content));
    }
}
