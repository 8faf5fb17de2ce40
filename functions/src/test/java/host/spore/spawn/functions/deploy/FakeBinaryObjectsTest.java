package host.spore.spawn.functions.deploy;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

class FakeBinaryObjectsTest extends BinaryObjectsContract {
    private final FakeBinaryObjects fake = new FakeBinaryObjects();
    private int count;

    @Override
    protected BinaryObjects subject() {
        return fake;
    }

    @Override
    protected String freshBucket() {
        return "bucket-" + count++;
    }

    @Override
    protected void put(String bucket, String key, String content) {
        fake.put(bucket, key, content);
    }

    @Override
    protected String read(String bucket, String key) {
        return Objects.requireNonNull(
                fake.buckets.getOrDefault(bucket, Map.of()).get(key));
    }

    @Override
    protected Set<String> keys(String bucket) {
        return fake.buckets.getOrDefault(bucket, Map.of()).keySet();
    }
}
