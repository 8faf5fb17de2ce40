package host.spore.spawn.functions.sweep;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.EmptyBucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3FilesContractIT extends FilesContract {
    private final Cloud cloud = Cloud.get();
    private final EmptyBucket bucket = new EmptyBucket(cloud, "contract-files");
    private int count;

    @AfterAll
    void removeTheBucket() {
        bucket.close();
    }

    @Override
    Files subject() {
        return new S3Files(cloud.objects, bucket.name());
    }

    @Override
    protected String freshKey() {
        return "sweeps/lr/key-" + count++;
    }
}
