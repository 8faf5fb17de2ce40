package host.spore.spawn.spored;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Signs a request as it arrived once more, and compares: what was changed on the way, or never signed, shows. */
final class Signatures {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private Signatures() {}

    static boolean holds(HttpExchange exchange, byte[] body, String service) {
        String authorization = header(exchange, "Authorization");
        int from = authorization.indexOf("SignedHeaders=");
        if (from < 0) {
            return false;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String name : authorization
                .substring(from + 14, authorization.indexOf(',', from))
                .split(";")) {
            if (!name.equals("host") && !name.equals("x-amz-date") && !name.equals("x-amz-security-token")) {
                headers.put(name, header(exchange, name));
            }
        }
        String hash = Content.hash(body);
        boolean claimed = !service.equals("s3")
                || header(exchange, "X-Amz-Content-Sha256").equals(hash);
        URI uri = URI.create("http://" + header(exchange, "Host") + exchange.getRequestURI());
        Instant at = TIME.parse(header(exchange, "X-Amz-Date"), Instant::from);
        String token = header(exchange, "X-Amz-Security-Token");
        Credentials known = new Credentials("AKIDEXAMPLE", "secret", Optional.of(token), Optional.empty());
        return claimed
                && token.equals("session")
                && new SigV4(known, "eu-west-1", service)
                        .sign(exchange.getRequestMethod(), uri, headers, hash, at)
                        .getOrDefault("Authorization", "")
                        .equals(authorization);
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }
}
