package host.spore.spawn.spored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
    @TempDir
    Path folder;

    private Path file;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void setUp() {
        file = folder.resolve("config.yaml");
    }

    @Test
    void setsWhatItReadsBackAndLeavesTheRestAsItWas() throws IOException {
        // Given
        Files.writeString(file, "# by the launch\nbus: spawn\nidle_timeout: 1h\n");

        // When
        int set = run("set", "idle_timeout", "2h30m");
        int get = run("get", "idle_timeout");

        // Then
        assertThat(List.of(set, get)).containsExactly(0, 0);
        assertThat(text(out)).isEqualTo("2h30m\n");
        assertThat(Files.readString(file)).isEqualTo("# by the launch\nbus: spawn\nidle_timeout: 2h30m\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'saved' # done", "a: b", "\"quoted\"", "say it's over"})
    void keepsAnyOneLineOfText(String value) throws IOException {
        // When
        int set = run("set", "pre_stop", value);
        int get = run("get", "pre_stop");

        // Then
        assertThat(List.of(set, get)).containsExactly(0, 0);
        assertThat(text(out)).isEqualTo(value + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "idle_timout | 1h | unknown key idle_timout: did you mean idle_timeout?",
                "idle-timeout | 1h | unknown key idle-timeout: did you mean idle_timeout?",
                "on_idle | sleep | on_idle",
                "idle_cpu_percent | 101 | idle_cpu_percent",
                "results_dir | out | a path from /",
                "idle_timeout | 1w | idle_timeout",
            })
    void refusesWhatItDoesNotKnowAndWritesNothing(String key, String value, String reason) {
        // When
        int code = run("set", key, value);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains(reason).hasLineCount(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void tellsWhatIsNotSet() {
        // When
        int code = run("get", "name");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(text(err)).isEqualTo("spored: name is not set\n");
    }

    @Test
    void listsEveryKeyAndSaysWhatCannotBeRead() throws IOException {
        // Given
        Files.writeString(file, "on_idle: stop\nwarn_minutes: soon\n");

        // When
        int code = run("list");

        // Then
        assertThat(code).isZero();
        assertThat(text(out).lines()).hasSize(Key.values().length).contains("on_idle: stop", "results_dir: ");
        assertThat(text(err)).contains("warn_minutes \"soon\"");
    }

    @Test
    void saysWhenItCannotWrite() throws IOException {
        // Given: a file where the folder should be
        Path blocked = Files.writeString(folder.resolve("etc"), "");

        // When
        int code = ConfigCommand.run(
                blocked.resolve("config.yaml"), List.of("set", "name", "demo"), stream(out), stream(err));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(text(err)).contains("cannot be written");
    }

    private int run(String... arguments) {
        return ConfigCommand.run(file, List.of(arguments), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8);
    }
}
