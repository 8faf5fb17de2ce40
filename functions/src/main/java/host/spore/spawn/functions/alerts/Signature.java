package host.spore.spawn.functions.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which an endpoint tells who sent something, that nobody changed it, and that it is not said again: HMAC-SHA256 over
 * {@code timestamp.id.body}.
 */
final class Signature {
    static final String ID = "X-Spawn-Id";
    static final String TIMESTAMP = "X-Spawn-Timestamp";
    static final String SIGNATURE = "X-Spawn-Signature";

    private Signature() {}

    /** @param id the same for every try; the timestamp, in seconds of the epoch, is the try's own */
    static Map<String, String> headers(String key, Instant now, String id, String body) {
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put(ID, id);
        headers.put(TIMESTAMP, timestamp);
        headers.put(SIGNATURE, "v1=" + hmac(key, timestamp + "." + id + "." + body));
        return headers;
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
