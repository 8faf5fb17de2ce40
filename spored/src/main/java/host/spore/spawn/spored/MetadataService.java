package host.spore.spawn.spored;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instance metadata, version 2 only (a token for every request). A raw socket, because HttpURLConnection's time-out
 * starts anew with every byte and a service that drips would hold it for ever, and because it is smaller. HTTP/1.0,
 * because then no server may answer in chunks.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">IMDS</a>
 */
final class MetadataService {
    private static final String DEFAULT = "http://169.254.169.254";
    private static final int TOKEN_SECONDS = 21_600;
    private static final int LIMIT = 64 * 1024;

    private final URI endpoint;
    private final Duration bound;
    private final String base;
    private @Nullable String token;
    private Optional<Instant> date = Optional.empty();

    /** @param bound for one request, from connecting to the last byte */
    MetadataService(URI endpoint, Duration bound) {
        this.endpoint = endpoint;
        this.bound = bound;
        this.base = base(endpoint);
    }

    private static String base(URI endpoint) {
        String path = endpoint.getPath() == null ? "" : endpoint.getPath();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** @param variable the environment variable {@code AWS_EC2_METADATA_SERVICE_ENDPOINT} */
    static MetadataService at(@Nullable String variable, Duration bound) {
        return new MetadataService(
                URI.create(variable == null || variable.isBlank() ? DEFAULT : variable.strip()), bound);
    }

    /**
     * Reads one path.
     *
     * @return empty when there is no such path (404)
     * @throws IOException for everything else that is not a plain answer
     */
    Optional<String> get(String path) throws IOException {
        boolean cached = token != null;
        Answer answer = exchange("GET", path, "X-aws-ec2-metadata-token: " + token());
        if (answer.status == 401) {
            // The token has run out, or the machine came back with another service: one new token, one more try.
            token = null;
            if (cached) {
                answer = exchange("GET", path, "X-aws-ec2-metadata-token: " + token());
            }
        }
        if (answer.status == 404) {
            return Optional.empty();
        }
        if (answer.status != 200) {
            throw new IOException("GET " + path + ": " + answer.status);
        }
        return Optional.of(answer.body);
    }

    /** What the service's clock said with its last answer since this was asked; its own errors included. */
    Optional<Instant> takeDate() {
        Optional<Instant> taken = date;
        date = Optional.empty();
        return taken;
    }

    private String token() throws IOException {
        String current = token;
        if (current == null) {
            Answer answer =
                    exchange("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: " + TOKEN_SECONDS);
            current = answer.body.strip();
            if (answer.status != 200 || !isToken(current)) {
                throw new IOException("no token: " + answer.status);
            }
            token = current;
        }
        return current;
    }

    /** What could stand in a header. */
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private Answer exchange(String method, String path, String header) throws IOException {
        long end = System.nanoTime() + bound.toNanos();
        String request = method + " " + base + path + " HTTP/1.0\r\nHost: " + endpoint.getAuthority() + "\r\n" + header
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        // Never by a proxy: the service is on this very host, and looking for one costs memory.
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
            socket.connect(new InetSocketAddress(bareHost(), port), left(end));
            socket.setSoTimeout(left(end));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            Answer answer = Answer.parse(readAll(socket, end));
            if (answer.date.isPresent()) {
                date = answer.date;
            }
            return answer;
        }
    }

    private String bareHost() throws IOException {
        String host = endpoint.getHost();
        if (host == null) {
            throw new IOException("no host in the metadata endpoint " + endpoint);
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static byte[] readAll(Socket socket, long end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[2048];
        while (true) {
            socket.setSoTimeout(left(end));
            int count = in.read(buffer);
            if (count < 0) {
                return all.toByteArray();
            }
            all.write(buffer, 0, count);
            if (all.size() > LIMIT) {
                throw new IOException("answer longer than " + LIMIT + " bytes");
            }
            if (Answer.isWhole(all.toString(StandardCharsets.ISO_8859_1))) {
                return all.toByteArray();
            }
        }
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        return (int) millis;
    }

    private static final class Answer {
        private final int status;
        private final Optional<Instant> date;
        private final String body;

        private Answer(int status, Optional<Instant> date, String body) {
            this.status = status;
            this.date = date;
            this.body = body;
        }

        /** No regular expressions here: this runs every five seconds, in an interpreter. */
        static Answer parse(byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            int status = text.startsWith("HTTP/1.") ? number(text, 9, 12) : -1;
            if (head < 0 || status < 100 || !isComplete(text, head)) {
                throw new IOException("the answer breaks off or is no HTTP");
            }
            return new Answer(
                    status,
                    HttpDate.parse(header(text, head, "date")),
                    new String(bytes, head + 4, bytes.length - head - 4, StandardCharsets.UTF_8));
        }

        /** A service that keeps the connection open in spite of us is not waited for. */
        static boolean isWhole(String text) {
            int head = text.indexOf("\r\n\r\n");
            return head >= 0 && length(text, head) >= 0 && isComplete(text, head);
        }

        private static boolean isComplete(String text, int head) {
            return text.length() - head - 4 >= length(text, head);
        }

        private static int length(String text, int head) {
            String value = header(text, head, "content-length");
            return value.length() > 7 ? -1 : number(value, 0, value.length());
        }

        /** Empty when there is no such header. */
        private static String header(String text, int head, String name) {
            int line = text.indexOf("\r\n");
            while (line >= 0 && line < head) {
                int from = line + 2;
                int end = text.indexOf("\r\n", from);
                int colon = from + name.length();
                if (text.regionMatches(true, from, name, 0, name.length())
                        && colon < end
                        && text.charAt(colon) == ':') {
                    return text.substring(colon + 1, end).strip();
                }
                line = end;
            }
            return "";
        }

        /** -1 when it is none. */
        private static int number(String text, int from, int end) {
            int number = from < end && end <= text.length() ? 0 : -1;
            for (int i = from; i < end && number >= 0; i++) {
                char c = text.charAt(i);
                number = c >= '0' && c <= '9' ? number * 10 + c - '0' : -1;
            }
            return number;
        }
    }
}
