package host.spore.spawn.functions.aws;

import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects in S3 that are JSON. */
public final class S3Texts {
    private final S3Client s3;

    public S3Texts(S3Client s3) {
        this.s3 = s3;
    }

    /** Empty: there is none under this key. */
    public Optional<String> read(String bucket, String key) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asUtf8String());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    /** Over what is there. */
    public void write(String bucket, String key, String text) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/json"),
                RequestBody.fromString(text));
    }
}
