package host.spore.spawn.functions.queue;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@link Documents} in S3. */
final class S3Documents implements Documents {
    private final S3Client s3;

    S3Documents(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Optional<String> read(String bucket, String key) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asUtf8String());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String bucket, String key, String text) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/json"),
                RequestBody.fromString(text));
    }

    @Override
    public List<Found> list(String bucket, String prefix, int most) {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .limit(most)
                .map(object -> new Found(object.key(), object.size()))
                .toList();
    }

    @Override
    public void copy(String bucket, String from, String to) {
        s3.copyObject(request -> request.sourceBucket(bucket)
                .sourceKey(from)
                .destinationBucket(bucket)
                .destinationKey(to));
    }
}
