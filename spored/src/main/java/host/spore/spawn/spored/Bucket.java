package host.spore.spawn.spored;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Objects of one bucket. Each call once. */
final class Bucket {
    private static final int READ_MILLIS = 60_000;
    static final String HASH = "X-Amz-Content-Sha256";
    private static final String OF_NOTHING = Content.hash(new byte[0]);

    private final Aws aws;
    private final String name;

    Bucket(Aws aws, String name) {
        this.aws = aws;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Empty when there is none. To a role without the right to list, S3 calls that forbidden, and so it is refused. */
    Optional<String> get(String key) throws IOException {
        SignedCall.Answer answer = send("GET", key, Map.of(HASH, OF_NOTHING), Content.of(new byte[0]));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw aws.refusal(answer);
        }
        return Optional.of(answer.text());
    }

    void put(String key, Content content) throws IOException {
        accepted(send("PUT", key, Map.of(HASH, content.sha256()), content));
    }

    /**
     * False when there is one already.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional writes</a>
     */
    boolean putIfAbsent(String key, Content content) throws IOException {
        SignedCall.Answer answer = send("PUT", key, Map.of(HASH, content.sha256(), "If-None-Match", "*"), content);
        if (answer.status() == 412) {
            return false;
        }
        accepted(answer);
        return true;
    }

    private void accepted(SignedCall.Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw aws.refusal(answer);
        }
    }

    private SignedCall.Answer send(String method, String key, Map<String, String> headers, Content content)
            throws IOException {
        URI uri = aws.endpoints().object(name, key);
        return aws.send("s3", new SignedCall(method, uri, headers, content, READ_MILLIS));
    }
}
