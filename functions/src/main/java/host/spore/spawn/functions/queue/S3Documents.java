package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.S3Texts;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link Documents} in S3. */
final class S3Documents implements Documents {
    private final S3Client s3;
    private final S3Texts texts;

    S3Documents(S3Client s3) {
        this.s3 = s3;
        this.texts = new S3Texts(s3);
    }

    @Override
    public Optional<String> read(String bucket, String key) {
        return texts.read(bucket, key);
    }

    @Override
    public void write(String bucket, String key, String text) {
        texts.write(bucket, key, text);
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
