package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsCommandTest {
    private static final String PARAMETER = "arn:aws:ssm:eu-west-1:123456789012:parameter/lab/token";
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lab/db-AbCdEf";
    private static final String VALUE = "hunter2 'quoted' \"too\" $HOME `id` \\ üñí\nsecond line\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeCloud cloud;

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    @Test
    void answersWithEveryValueByteByByte() throws IOException {
        // Given
        cloud.secret(PARAMETER, () -> parameter(VALUE));
        cloud.secret(SECRET, () -> secret("{\"user\":\"ada\"}"));

        // When
        run("TOKEN " + PARAMETER + "\nDB " + SECRET + "\n", 0);

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("TOKEN=" + VALUE + "\0DB={\"user\":\"ada\"}\0");
        assertThat(cloud.signatures())
                .allSatisfy(signature -> assertThat(signature).startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
    }

    /** A workload with half of its secrets must not run. */
    @Test
    void oneThatIsMissingIsNamedAndNoneIsAnswered() {
        // Given
        cloud.secret(PARAMETER, () -> parameter(VALUE));

        // When, Then
        assertThatThrownBy(() -> run("TOKEN " + PARAMETER + "\nDB " + SECRET + "\n", 0))
                .isInstanceOf(IOException.class)
                .hasMessage("secret DB (" + SECRET + "): 400 ResourceNotFoundException: there is none");
        assertThat(out.size()).isZero();
    }

    @Test
    void whatFailsAtFirstIsAskedAgain() throws IOException {
        // Given
        AtomicInteger asked = new AtomicInteger();
        cloud.secret(
                PARAMETER,
                () -> asked.incrementAndGet() < 3
                        ? "{\"__type\":\"ThrottlingException\",\"message\":\"slow down\"}"
                        : parameter("x"));

        // When
        run("TOKEN " + PARAMETER, 2);

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("TOKEN=x\0");
    }

    @Test
    void itGivesUpWithAwssOwnWords() {
        // Given
        cloud.secret(PARAMETER, () -> "{\"__type\":\"AccessDeniedException\",\"Message\":\"not\\nauthorized\"}");

        // When, Then
        assertThatThrownBy(() -> run("TOKEN " + PARAMETER, 1))
                .hasMessage("secret TOKEN (" + PARAMETER + "): 400 AccessDeniedException: not?authorized");
    }

    /** Whatever is wrong with an answer, what it says is not said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Parameter\":{\"Value\":\"hunter2\",}",
                "hunter2",
                "{\"Parameter\":{\"value\":\"hunter2\"}}",
                "{\"Parameter\":{\"Value\":[\"hunter2\"]}}",
                "{\"Parameter\":{\"Value\":\"hunter2\\u0000\"}}"
            })
    void noProblemShowsAValue(String answer) {
        // Given
        cloud.secret(PARAMETER, () -> answer);

        // When, Then
        assertThatThrownBy(() -> run("TOKEN " + PARAMETER, 0))
                .hasMessageContaining("TOKEN")
                .hasMessageNotContaining("hunter2");
        assertThat(out.size()).isZero();
    }

    @Test
    void aBinarySecretIsNoVariable() {
        // Given
        cloud.secret(SECRET, () -> "{\"SecretBinary\":\"aHVudGVyMg==\"}");

        // When, Then
        assertThatThrownBy(() -> run("DB " + SECRET, 0))
                .hasMessageContaining("it is binary")
                .hasMessageNotContaining("aHVu");
    }

    private void run(String references, int retries) throws IOException {
        new SecretsCommand(
                        MetadataService.at(cloud.url(), Duration.ofSeconds(2)),
                        Optional.of(cloud.url()),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        java.util.Collections.nCopies(retries, Duration.ZERO))
                .run(new ByteArrayInputStream(references.getBytes(StandardCharsets.UTF_8)));
    }

    private static String parameter(String value) {
        return JsonObject.builder()
                .put("Parameter", JsonObject.builder().put("Value", value).build())
                .build()
                .toString();
    }

    private static String secret(String value) {
        return JsonObject.builder().put("SecretString", value).build().toString();
    }
}
