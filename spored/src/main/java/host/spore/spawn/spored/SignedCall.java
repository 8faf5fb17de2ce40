package host.spore.spawn.spored;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One signed request to AWS, and its answer whatever that says. Connections are kept for the next one. */
final class SignedCall {
    private static final int CONNECT_MILLIS = 3_000;

    /** @param date the header, by AWS's clock; empty when there was none */
    record Answer(int status, String date, String text) {}

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final Content content;
    private final int readMillis;
    private volatile @Nullable HttpURLConnection connection;
    private volatile boolean cancelled;

    /** @param readMillis how long the answer may keep silent */
    SignedCall(String method, URI uri, Map<String, String> headers, Content content, int readMillis) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.content = content;
        this.readMillis = readMillis;
    }

    Answer send(SigV4 signer, Instant now) throws IOException {
        try {
            return exchange(signer, now);
        } catch (RuntimeException torn) {
            // A connection that is closed under the feet of the one who reads from it may fail in any way.
            if (cancelled) {
                throw new IOException("given up", torn);
            }
            throw torn;
        }
    }

    private Answer exchange(SigV4 signer, Instant now) throws IOException {
        Map<String, String> signed = signer.sign(method, uri, headers, content.sha256(), now);
        HttpURLConnection opened = (HttpURLConnection) uri.toURL().openConnection();
        opened.setConnectTimeout(CONNECT_MILLIS);
        opened.setReadTimeout(readMillis);
        opened.setInstanceFollowRedirects(false);
        opened.setRequestMethod(method);
        signed.forEach(opened::setRequestProperty);
        connection = opened;
        if (cancelled) {
            throw new IOException("given up before it was sent");
        }
        if (!method.equals("GET")) {
            opened.setDoOutput(true);
            opened.setFixedLengthStreamingMode(content.length());
            try (OutputStream out = opened.getOutputStream();
                    InputStream in = content.open()) {
                in.transferTo(out);
            }
        }
        int status = opened.getResponseCode();
        String date = Objects.requireNonNullElse(opened.getHeaderField("Date"), "");
        // Read to the end, or the connection is of no use to the next.
        try (InputStream stream = status < 400 ? opened.getInputStream() : opened.getErrorStream()) {
            byte[] bytes = stream == null ? new byte[0] : stream.readAllBytes();
            return new Answer(status, date, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** From another thread: whoever waits for the answer gets an {@link IOException}. */
    void cancel() {
        cancelled = true;
        HttpURLConnection open = connection;
        if (open != null) {
            open.disconnect();
        }
    }
}
