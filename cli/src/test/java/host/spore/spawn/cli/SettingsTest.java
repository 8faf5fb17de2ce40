package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String OTHER = "arn:aws-us-gov:events:us-gov-west-1:000000000001:event-bus/other";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path home;

    @Test
    void comeFromTheFileWhereTheEnvironmentIsSilent() throws IOException {
        // Given
        write(".config/spawn/config", "# the team's\n\nbus = " + OTHER + "\ndomain=example.org\n");

        // When
        Shell.Outcome outcome = new Shell().at(home).types("stop", "demo", "--dry-run");

        // Then
        assertThat(JsonObject.parse(outcome.out()).string("EventBusName")).isEqualTo(OTHER);
    }

    @Test
    void theEnvironmentWins() throws IOException {
        // Given
        write(".config/spawn/config", "bus = " + OTHER);

        // When
        Shell.Outcome outcome = Shell.settled().at(home).types("stop", "demo", "--dry-run");

        // Then
        assertThat(JsonObject.parse(outcome.out()).string("EventBusName")).isEqualTo(Shell.BUS);
    }

    @Test
    void theFileIsWhereXdgSays() throws IOException {
        // Given
        write("elsewhere/spawn/config", "bus = " + OTHER);

        // When
        Shell.Outcome outcome = new Shell()
                .at(home)
                .with("XDG_CONFIG_HOME", home.resolve("elsewhere").toString())
                .types("stop", "demo", "--dry-run");

        // Then
        assertThat(JsonObject.parse(outcome.out()).string("EventBusName")).isEqualTo(OTHER);
    }

    @Test
    void withoutABusItSaysWhereToGetOne() {
        assertRefused(
                new Shell().at(home).types("stop", "demo"),
                "no bus: set SPAWN_BUS to the BusArn that `cdk deploy` printed, or write it to "
                        + home.resolve(".config/spawn/config") + " (bus = arn:…)");
    }

    @Test
    void aNameIsNoArn() {
        assertRefused(
                new Shell().at(home).with("SPAWN_BUS", "spawn").types("stop", "demo"),
                "SPAWN_BUS \"spawn\": the ARN of a bus, for example"
                        + " arn:aws:events:us-east-1:123456789012:event-bus/spawn");
    }

    @Test
    void aWrongDomainIsRefusedWithItsOrigin() throws IOException {
        write(".config/spawn/config", "bus = " + OTHER + "\ndomain = Spore\n");
        assertRefused(
                new Shell().at(home).types("stop", "demo"),
                "domain in " + home.resolve(".config/spawn/config")
                        + " \"Spore\": a domain in lower case, for example spore.host");
    }

    @Test
    void anUnknownSettingIsRefusedWithItsLine() throws IOException {
        write(".config/spawn/config", "bus = " + OTHER + "\nregion = us-east-1\n");
        assertRefused(
                new Shell().at(home).types("stop", "demo"),
                home.resolve(".config/spawn/config") + " line 2: \"region\": this file knows bus = … and domain = …");
    }

    @Test
    void anEndpointThatIsNoUrlIsRefused() {
        assertRefused(
                Shell.settled().with("AWS_ENDPOINT_URL", "127.0.0.1:4566").types("stop", "demo"),
                "AWS_ENDPOINT_URL \"127.0.0.1:4566\": an http or https URL, for example http://127.0.0.1:4566");
    }

    private void write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static void assertRefused(Shell.Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("spawn: " + message + System.lineSeparator());
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }
}
