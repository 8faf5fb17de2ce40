package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.EmptyBucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3DocumentsContractIT extends DocumentsContract {
    private final Cloud cloud = Cloud.get();
    private final EmptyBucket bucket = new EmptyBucket(cloud, "contract-documents");
    private int count;

    @AfterAll
    void removeTheBucket() {
        bucket.close();
    }

    @Override
    Documents subject() {
        return new S3Documents(cloud.objects);
    }

    @Override
    protected String bucket() {
        return bucket.name();
    }

    @Override
    protected String freshKey() {
        return "queues/train/key-" + count++;
    }
}
