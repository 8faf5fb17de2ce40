package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * AWS's own test vectors (aws-sig-v4-test-suite, as published with the AWS C runtime's authentication library): the
 * same key, time, region and service in all of them.
 */
class SigV4Test {
    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final URI EXAMPLE = URI.create("https://example.amazonaws.com/");
    private static final Credentials KEY = new Credentials(
            "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty(), Optional.empty());

    private final SigV4 signer = new SigV4(KEY, "us-east-1", "service");

    @Test
    void signsGetVanilla() {
        assertThat(signature("GET", Map.of(), ""))
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void signsPostVanilla() {
        assertThat(signature("POST", Map.of(), ""))
                .isEqualTo("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    @Test
    void signsPostWithAHeaderAndABody() {
        assertThat(signature("POST", Map.of("Content-Type", "application/x-www-form-urlencoded"), "Param1=value1"))
                .isEqualTo("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    @Test
    void signsHeadersSortedWhateverTheirCase() {
        assertThat(signature("POST", Map.of("My-Header1", "value1"), ""))
                .isEqualTo("c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c");
    }

    @Test
    void signsTheSessionToken() {
        // Given
        SigV4 role = new SigV4(
                new Credentials(KEY.accessKeyId(), KEY.secretAccessKey(), Optional.of("token"), Optional.empty()),
                "us-east-1",
                "service");

        // When
        Map<String, String> headers = role.sign("POST", EXAMPLE, Map.of(), new byte[0], TIME);

        // Then
        assertThat(headers)
                .containsEntry("X-Amz-Security-Token", "token")
                .containsEntry("X-Amz-Date", "20150830T123600Z");
        assertThat(headers.get("Authorization")).contains("SignedHeaders=host;x-amz-date;x-amz-security-token,");
    }

    private String signature(String method, Map<String, String> headers, String body) {
        String authorization = signer.sign(method, EXAMPLE, headers, body.getBytes(StandardCharsets.UTF_8), TIME)
                .getOrDefault("Authorization", "");
        return authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
    }
}
