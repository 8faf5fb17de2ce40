package host.spore.spawn.functions.inbox;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.EmptyBucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3InboxContractIT extends InboxContract {
    private final Cloud cloud = Cloud.get();
    private final EmptyBucket bucket = new EmptyBucket(cloud, "contract-inbox");
    private int count;

    @AfterAll
    void removeTheBucket() {
        bucket.close();
    }

    @Override
    protected Inbox subject() {
        return new S3Inbox(cloud.objects, bucket.name());
    }

    @Override
    protected String freshKey() {
        return "inbox/key-" + count++;
    }

    @Override
    protected String put(String key, byte[] content) {
        return cloud.objects
                .putObject(request -> request.bucket(bucket.name()).key(key), RequestBody.fromBytes(content))
                .eTag()
                .replace("\"", "");
    }
}
