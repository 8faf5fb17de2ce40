package host.spore.spawn.local.metadata;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import host.spore.spawn.local.ec2.Ec2Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves one instance its metadata, version 2 only: every read needs a token that was fetched by PUT.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-v2-how-it-works.html">IMDSv2</a>
 */
public final class MetadataServer implements AutoCloseable {
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN = "X-aws-ec2-metadata-token";

    /**
     * What it answers from, read anew for every request.
     *
     * @param interruption when EC2 takes the capacity back, if it has said so
     * @param rebalance when EC2 recommended to move, if it has
     */
    public record Facts(
            Ec2Instance instance,
            Optional<byte[]> userData,
            Optional<Instant> interruption,
            Optional<Instant> rebalance) {}

    private final HttpServer server;
    private final Tokens tokens = new Tokens();
    private final Supplier<Facts> facts;
    private final InstantSource clock;

    public MetadataServer(Supplier<Facts> facts, InstantSource clock) throws IOException {
        this.facts = facts;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** For {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        // The JDK's server sets Date itself, which agents compare their clock with.
        try (exchange) {
            Answer answer = answer(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange.getRequestHeaders());
            exchange.getResponseHeaders().set("Server", "EC2ws");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            if (answer.ttl() != null) {
                exchange.getResponseHeaders().set(TTL, answer.ttl());
            }
            byte[] body =
                    answer.body().getBytes(answer.binary() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** @param ttl of a token just issued */
    private record Answer(
            int status,
            String body,
            boolean binary,
            @Nullable String ttl) {
        static Answer of(int status) {
            return new Answer(status, "", false, null);
        }
    }

    private Answer answer(String method, String path, Headers headers) {
        Instant now = clock.instant();
        if (path.equals("/latest/api/token")) {
            return method.equals("PUT") ? token(headers, now) : Answer.of(405);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.of(405);
        }
        if (!tokens.valid(headers.getFirst(TOKEN), now)) {
            return Answer.of(401);
        }
        Facts known = facts.get();
        // Dates of the API's versions stand where "latest" does.
        String normal = path.replaceFirst("^/+", "").replaceFirst("^\\d{4}-\\d{2}-\\d{2}(?=/|$)", "latest");
        return MetadataTree.of(known.instance(), known.userData(), known.interruption(), known.rebalance(), now)
                .get(normal)
                .map(body ->
                        new Answer(200, method.equals("HEAD") ? "" : body, normal.equals("latest/user-data"), null))
                .orElse(Answer.of(404));
    }

    private Answer token(Headers headers, Instant now) {
        if (headers.containsKey("X-Forwarded-For")) {
            // A proxy stands in between: EC2 refuses, so that a misconfigured one cannot fetch tokens for strangers.
            return Answer.of(403);
        }
        String asked = headers.getFirst(TTL);
        if (asked == null || !asked.matches("\\d{1,5}")) {
            return Answer.of(400);
        }
        int seconds = Integer.parseInt(asked);
        if (seconds < 1 || seconds > Tokens.MAX_SECONDS) {
            return Answer.of(400);
        }
        return new Answer(200, tokens.issue(Duration.ofSeconds(seconds), now), false, asked);
    }
}
