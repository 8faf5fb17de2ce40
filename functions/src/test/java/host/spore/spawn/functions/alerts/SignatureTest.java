package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** By another hand: {@code printf '%s' '1763899200.id-1.{"a":1}' | openssl dgst -sha256 -hmac key}. */
    @Test
    void isWhatAnotherHandComesTo() {
        assertThat(Signature.headers("key", Instant.ofEpochSecond(1_763_899_200), "id-1", "{\"a\":1}"))
                .containsEntry("X-Spawn-Id", "id-1")
                .containsEntry("X-Spawn-Timestamp", "1763899200")
                .containsEntry(
                        "X-Spawn-Signature", "v1=86b4c681670ae3709109330526ba315c52d000776afc8b20a850e2cc79ff140e");
    }

    @Test
    void coversTimestampIdAndBody() {
        Instant now = Instant.ofEpochSecond(1);
        String signature = sign(now, "i", "b");
        assertThat(sign(now.plusSeconds(1), "i", "b")).isNotEqualTo(signature);
        assertThat(sign(now, "j", "b")).isNotEqualTo(signature);
        assertThat(sign(now, "i", "c")).isNotEqualTo(signature);
    }

    private static String sign(Instant now, String id, String body) {
        return Signature.headers("key", now, id, body).getOrDefault(Signature.SIGNATURE, "");
    }
}
