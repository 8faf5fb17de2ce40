package host.spore.spawn.local.metadata;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The session tokens of one metadata service. */
final class Tokens {
    static final int MAX_SECONDS = 21_600;

    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    String issue(Duration lifetime, Instant now) {
        ends.values().removeIf(end -> !now.isBefore(end));
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().encodeToString(bytes);
        ends.put(token, now.plus(lifetime));
        return token;
    }

    boolean valid(@Nullable String token, Instant now) {
        Instant end = token == null ? null : ends.get(token);
        return end != null && now.isBefore(end);
    }
}
