package host.spore.spawn.functions.sweep;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3FilesContractIT extends FilesContract {
    private final Cloud cloud = Cloud.get();
    private final String bucket = cloud.newName("contract-files");
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
    Files subject() {
        return new S3Files(cloud.objects, bucket);
    }

    @Override
    protected String freshKey() {
        return "sweeps/lr/key-" + count++;
    }
}
