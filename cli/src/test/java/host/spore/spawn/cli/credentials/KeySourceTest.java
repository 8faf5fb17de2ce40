package host.spore.spawn.cli.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
    /** What the chain answers, and with it for whom it was asked. */
    private static final Chain CHAIN = (profile, region) -> new Keys("chain", profile + " in " + region, null);

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve(".aws"));
    }

    @Test
    void theEnvironmentComesFirst() throws Exception {
        write("credentials", "[default]\naws_access_key_id = file\naws_secret_access_key = secret\n");
        environment.putAll(
                Map.of("AWS_ACCESS_KEY_ID", "env", "AWS_SECRET_ACCESS_KEY", " padded ", "AWS_SESSION_TOKEN", "token"));

        assertThat(keys()).isEqualTo(new Keys("env", "padded", "token"));
    }

    @Test
    void halfAPairIsRefused() {
        environment.put("AWS_ACCESS_KEY_ID", "env");

        assertThatThrownBy(this::keys).isInstanceOf(NoCredentials.class).hasMessageContaining("only one is set");
    }

    @Test
    void theDefaultProfileIsRead() throws Exception {
        write("credentials", """
                # work
                [other]
                aws_access_key_id = wrong
                aws_secret_access_key = wrong
                [default]
                aws_access_key_id=AKID # mine
                aws_secret_access_key = sec#ret/+=
                aws_session_token = token
                """);

        assertThat(keys()).isEqualTo(new Keys("AKID", "sec#ret/+=", "token"));
    }

    @Test
    void aProfileInConfigHasItsPrefix() throws Exception {
        write("config", """
                [default]
                region = eu-west-1
                [profile ci]
                s3 =
                  aws_access_key_id = nested
                AWS_ACCESS_KEY_ID = AKID
                aws_secret_access_key = secret
                """);
        environment.put("AWS_PROFILE", "ci");

        assertThat(keys()).isEqualTo(new Keys("AKID", "secret", null));
    }

    @Test
    void theCredentialsFileWinsOverConfig() throws Exception {
        write("config", "[default]\naws_access_key_id = config\naws_secret_access_key = config\n");
        write("credentials", "[default]\naws_access_key_id = credentials\naws_secret_access_key = credentials\n");

        assertThat(keys().accessKeyId()).isEqualTo("credentials");
    }

    @Test
    void theFilesMayBeElsewhere() throws Exception {
        Path elsewhere = home.resolve("elsewhere");
        Files.writeString(elsewhere, "[default]\naws_access_key_id = AKID\naws_secret_access_key = secret\n");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", elsewhere.toString());

        assertThat(keys().accessKeyId()).isEqualTo("AKID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = default",
                "credential_process = /opt/keys",
                "sso_session = corp",
                "sso_start_url = https://corp.awsapps.com/start",
                "web_identity_token_file = /token",
            })
    void whatMustBeFetchedIsTheChains(String how) throws Exception {
        // Keys beside it are an older way in that the user has left.
        write("config", "[profile ci]\naws_access_key_id = old\naws_secret_access_key = old\n" + how + "\n");
        environment.put("AWS_PROFILE", "ci");

        assertThat(keys()).isEqualTo(new Keys("chain", "ci in us-east-1", null));
    }

    @Test
    void withoutFilesTheMachineIsAsked() throws Exception {
        assertThat(keys()).isEqualTo(new Keys("chain", "null in us-east-1", null));
    }

    @Test
    void aProfileWithoutKeysLeavesItToTheMachine() throws Exception {
        write("config", "[default]\nregion = us-east-1\n");

        assertThat(keys()).isEqualTo(new Keys("chain", "null in us-east-1", null));
    }

    @Test
    void aWebIdentityOfTheEnvironmentIsTheChains() throws Exception {
        write("credentials", "[default]\naws_access_key_id = file\naws_secret_access_key = secret\n");
        environment.putAll(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "AWS_ROLE_ARN", "arn"));

        assertThat(keys().accessKeyId()).isEqualTo("chain");
    }

    @Test
    void aProfileThatIsNotThereIsNamed() {
        environment.put("AWS_PROFILE", "tpyo");

        assertThatThrownBy(this::keys)
                .isInstanceOf(NoCredentials.class)
                .hasMessageStartingWith("no credentials: AWS_PROFILE is \"tpyo\", which is neither in " + home);
    }

    @Test
    void aSecretIsNeverPrinted() {
        assertThat(new Keys("AKID", "secret", "token")).hasToString("Keys[AKID]");
    }

    private Keys keys() throws NoCredentials {
        return new KeySource(environment, home, CHAIN).keys("us-east-1");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve(".aws").resolve(file), text);
    }
}
