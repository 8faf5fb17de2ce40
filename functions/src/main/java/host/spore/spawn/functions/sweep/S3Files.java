package host.spore.spawn.functions.sweep;

import host.spore.spawn.functions.aws.S3Texts;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link Files} in S3. */
final class S3Files implements Files {
    private final S3Texts texts;
    private final String bucket;

    S3Files(S3Client s3, String bucket) {
        this.texts = new S3Texts(s3);
        this.bucket = bucket;
    }

    @Override
    public Optional<String> read(String key) {
        return texts.read(bucket, key);
    }

    @Override
    public void write(String key, String text) {
        texts.write(bucket, key, text);
    }
}
