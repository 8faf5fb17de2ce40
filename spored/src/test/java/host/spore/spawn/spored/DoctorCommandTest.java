package host.spore.spawn.spored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path folder;

    private FakeCloud cloud;
    private FakeMachine machine;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        machine = new FakeMachine(folder, cloud);
    }

    @AfterEach
    void tearDown() {
        machine.close();
        cloud.close();
    }

    @Test
    void findsNothingOnAHealthyInstanceAndTellsNoSecret() throws Exception {
        // Given
        cloud.ttl("2030-01-01T00:00:00Z");

        // When
        int code = run();

        // Then
        assertThat(said()).doesNotContain("problem").contains("2030-01-01T00:00:00Z", FakeCloud.INSTANCE);
        assertThat(said()).doesNotContain("secret").doesNotContain("session");
        assertThat(code).isZero();
    }

    @Test
    void saysWhatCannotBeReadAndWhatFollows() throws Exception {
        // Given
        machine.config("idle_timeout: 1h\nwarn_minutes: soon\n");
        cloud.metadataIs(FakeCloud.Mood.FAILS);
        Files.deleteIfExists(folder.resolve("proc/stat"));

        // When
        int code = run();

        // Then
        assertThat(said().lines().filter(line -> line.startsWith("problem")))
                .anyMatch(
                        line -> line.contains("metadata") && line.contains("extensions and spot notices are not seen"))
                .anyMatch(line -> line.contains("warn_minutes"))
                .anyMatch(line -> line.contains("cpu") && line.contains("never becomes idle"));
        assertThat(code).isEqualTo(1);
    }

    private int run() throws InterruptedException {
        MetadataService metadata = MetadataService.at(cloud.url(), Duration.ofSeconds(2));
        Map<String, String> environment = Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        return new DoctorCommand(
                        Root.of(folder.toString()),
                        metadata,
                        environment,
                        Clock.systemUTC(),
                        new PrintStream(out, true, UTF_8))
                .run();
    }

    private String said() {
        return out.toString(UTF_8);
    }
}
