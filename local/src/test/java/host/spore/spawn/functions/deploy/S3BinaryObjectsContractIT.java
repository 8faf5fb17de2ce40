package host.spore.spawn.functions.deploy;

import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3BinaryObjectsContractIT extends BinaryObjectsContract {
    private final Cloud cloud = Cloud.get();
    private final List<String> buckets = new ArrayList<>();

    @AfterEach
    void removeTheBuckets() {
        for (String bucket : buckets) {
            keys(bucket)
                    .forEach(key -> cloud.objects.deleteObject(
                            request -> request.bucket(bucket).key(key)));
            cloud.objects.deleteBucket(request -> request.bucket(bucket));
        }
    }

    @Override
    protected BinaryObjects subject() {
        return new S3BinaryObjects(cloud.objects);
    }

    @Override
    protected String freshBucket() {
        String bucket = cloud.newName("contract-bucket");
        cloud.objects.createBucket(request -> request.bucket(bucket));
        buckets.add(bucket);
        return bucket;
    }

    @Override
    protected void put(String bucket, String key, String content) {
        cloud.objects.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    @Override
    protected String read(String bucket, String key) {
        return cloud.objects
                .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }

    @Override
    protected Set<String> keys(String bucket) {
        return cloud.objects.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toUnmodifiableSet());
    }
}
