package host.spore.spawn.functions.inbox;

import host.spore.spawn.events.InboxFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@link Inbox} in the bucket of results. */
public final class S3Inbox implements Inbox {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;

    public S3Inbox(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Found find(InboxFile file, int most) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(file.key());
        if (file.etag() != null) {
            // A header of HTTP has the quotes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
            request.ifMatch("\"" + file.etag() + "\"");
        }
        try (ResponseInputStream<GetObjectResponse> in = s3.getObject(request.build())) {
            byte[] bytes = in.readNBytes(most);
            // Closing alone would read the rest, of whatever length.
            in.abort();
            return new Bytes(bytes);
        } catch (NoSuchKeyException none) {
            return new None();
        } catch (S3Exception refused) {
            if (refused.statusCode() == PRECONDITION_FAILED) {
                return new Changed();
            }
            throw refused;
        } catch (IOException broken) {
            throw new UncheckedIOException(file.key(), broken);
        }
    }
}
