package host.spore.spawn.functions.inbox;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3InboxContractIT extends InboxContract {
    private final Cloud cloud = Cloud.get();
    private final String bucket = cloud.newName("contract-inbox");
    private int count;

    @BeforeAll
    void makeTheBucket() {
        cloud.objects.createBucket(request -> request.bucket(bucket));
    }

    @AfterAll
    void removeTheBucket() {
        cloud.objects
                .listObjectsV2(request -> request.bucket(bucket))
                .contents()
                .forEach(object -> cloud.objects.deleteObject(
                        request -> request.bucket(bucket).key(object.key())));
        cloud.objects.deleteBucket(request -> request.bucket(bucket));
    }

    @Override
    protected Inbox subject() {
        return new S3Inbox(cloud.objects, bucket);
    }

    @Override
    protected String freshKey() {
        return "inbox/key-" + count++;
    }

    @Override
    protected String put(String key, byte[] content) {
        return cloud.objects
                .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content))
                .eTag()
                .replace("\"", "");
    }
}
