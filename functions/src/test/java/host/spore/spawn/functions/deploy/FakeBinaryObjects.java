package host.spore.spawn.functions.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@link BinaryObjects} in memory. */
final class FakeBinaryObjects implements BinaryObjects {
    /** Contents by key, by bucket. */
    final Map<String, Map<String, String>> buckets = new HashMap<>();

    void put(String bucket, String key, String content) {
        buckets.computeIfAbsent(bucket, name -> new TreeMap<>()).put(key, content);
    }

    @Override
    public void copy(String fromBucket, String fromKey, String bucket, String key) {
        String content = buckets.getOrDefault(fromBucket, Map.of()).get(fromKey);
        if (content == null) {
            throw new IllegalStateException("NoSuchKey: s3://" + fromBucket + "/" + fromKey);
        }
        put(bucket, key, content);
    }

    @Override
    public void deleteAll(String bucket, String prefix) {
        buckets.getOrDefault(bucket, new TreeMap<>()).keySet().removeIf(key -> key.startsWith(prefix));
    }
}
