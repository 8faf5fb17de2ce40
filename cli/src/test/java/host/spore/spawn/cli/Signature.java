package host.spore.spawn.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature version 4 as the receiving side computes it: from what arrived. So a header that was signed in one shape and
 * sent in another (Host, above all) is found out, which asking the same signer again would not do.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">steps</a>
 */
final class Signature {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?"
                    + "Signature=([0-9a-f]{64})");

    private Signature() {}

    /** What the request is signed with, or an error when it is not signed by this secret. */
    static String scopeOf(FakeBus.Request request, String secret) {
        Map<String, String> headers = request.headers();
        Matcher parts = AUTHORIZATION.matcher(headers.getOrDefault("Authorization", ""));
        if (!parts.matches()) {
            throw new AssertionError("not signed: " + headers);
        }
        String scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
        List<String> signed = List.of(parts.group(5).split(";"));
        String canonical = "POST\n/\n\n"
                + signed.stream()
                        .map(name -> name + ":" + headers.getOrDefault(name, "").strip() + "\n")
                        .collect(Collectors.joining())
                + "\n" + parts.group(5) + "\n" + sha256(request.body());
        String toSign = "AWS4-HMAC-SHA256\n" + headers.get("X-Amz-Date") + "\n" + scope + "\n" + sha256(canonical);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String expected = HexFormat.of().formatHex(hmac(key, toSign));
        if (!expected.equals(parts.group(6))) {
            throw new AssertionError("signature " + parts.group(6) + " instead of " + expected + " of " + canonical);
        }
        return parts.group(1) + "/" + scope + " " + parts.group(5);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
