package host.spore.spawn.functions.deploy;

import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** {@link BinaryObjects} in S3. */
final class S3BinaryObjects implements BinaryObjects {
    private final S3Client s3;

    S3BinaryObjects(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void copy(String fromBucket, String fromKey, String bucket, String key) {
        s3.copyObject(request -> request.sourceBucket(fromBucket)
                .sourceKey(fromKey)
                .destinationBucket(bucket)
                .destinationKey(key));
    }

    @Override
    public void deleteAll(String bucket, String prefix) {
        try {
            for (ListObjectsV2Response page :
                    s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))) {
                List<ObjectIdentifier> found = page.contents().stream()
                        .map(object ->
                                ObjectIdentifier.builder().key(object.key()).build())
                        .toList();
                if (!found.isEmpty()) {
                    delete(bucket, found);
                }
            }
        } catch (NoSuchBucketException gone) {
            return;
        }
    }

    private void delete(String bucket, List<ObjectIdentifier> objects) {
        s3.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(objects))).errors().stream()
                .findFirst()
                .ifPresent(error -> {
                    throw new IllegalStateException(
                            "s3://" + bucket + "/" + error.key() + " is not deleted: " + error.message());
                });
    }
}
