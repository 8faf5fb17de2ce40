package host.spore.spawn.spored;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where AWS's services are.
 *
 * @param endpoint the environment variable {@code AWS_ENDPOINT_URL}: all of them, on the embedded cloud
 * @param domain of this partition, {@code amazonaws.com} nearly everywhere
 */
record Endpoints(Optional<String> endpoint, String region, String domain) {
    URI service(String name) {
        return URI.create(endpoint.orElse("https://" + name + "." + region + "." + domain));
    }

    /** A bucket with a dot in its name has no certificate of its own. */
    URI object(String bucket, String key) {
        String host = "s3." + region + "." + domain;
        String base = bucket.contains(".") ? "https://" + host + "/" + bucket : "https://" + bucket + "." + host;
        return URI.create(
                endpoint.map(url -> withoutSlashes(url) + "/" + bucket).orElse(base) + "/" + encoded(key));
    }

    private static String withoutSlashes(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    /** Everything but what RFC 3986 leaves alone, and the slashes between folders. */
    static String encoded(String key) {
        StringBuilder out = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || "-._~/".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
