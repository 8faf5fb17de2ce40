package host.spore.spawn.spored;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4, for requests whose path is encoded already and that have no query.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed request</a>
 */
final class SigV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final Credentials credentials;
    private final String region;
    private final String service;

    SigV4(Credentials credentials, String region, String service) {
        this.credentials = credentials;
        this.region = region;
        this.service = service;
    }

    /** The headers of the request, those of the signature included; {@code Host} is left to the connection. */
    Map<String, String> sign(String method, URI uri, Map<String, String> headers, byte[] body, Instant now) {
        return sign(method, uri, headers, hex(sha256(body)), now);
    }

    /** @param bodyHash the SHA-256 of a body that is not in memory, in hexadecimal */
    Map<String, String> sign(String method, URI uri, Map<String, String> headers, String bodyHash, Instant now) {
        String time = compact(now);
        Map<String, String> sent = new TreeMap<>(headers);
        sent.put("X-Amz-Date", time);
        credentials.sessionToken().ifPresent(token -> sent.put("X-Amz-Security-Token", token));

        TreeMap<String, String> canonical = new TreeMap<>();
        sent.forEach((name, value) ->
                canonical.put(name.toLowerCase(Locale.ROOT), value.strip().replaceAll(" +", " ")));
        canonical.put("host", host(uri));
        String signed = String.join(";", canonical.keySet());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String request = method + "\n" + path + "\n\n"
                + canonical.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + signed + "\n" + bodyHash;

        String date = time.substring(0, 8);
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hex(sha256(utf8(request)));
        byte[] key = utf8("AWS4" + credentials.secretAccessKey());
        for (String part : new String[] {date, region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        sent.put(
                "Authorization",
                ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope + ", SignedHeaders=" + signed
                        + ", Signature=" + hex(hmac(key, toSign)));
        return sent;
    }

    /** The port belongs to it unless it is the scheme's own: the connection sends it so. */
    private static String host(URI uri) {
        boolean standard = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        return standard ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** {@code 2015-08-30T12:36:00Z} as {@code 20150830T123600Z}. */
    private static String compact(Instant now) {
        return now.toString().substring(0, 19).replace("-", "").replace(":", "") + "Z";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        return sha256().digest(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
