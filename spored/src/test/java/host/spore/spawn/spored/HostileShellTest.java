package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.testevents.Hostile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text where the agent and its worker meet a shell, with the shells of this machine. */
class HostileShellTest {
    @TempDir
    Path folder;

    static List<Hostile> texts() {
        return Hostile.texts();
    }

    /** As a variable of a job, beside a command that uses it as a careful user would. */
    @ParameterizedTest
    @MethodSource("texts")
    void aJobsVariableIsItsValueAndNothingIsRun(Hostile hostile) throws Exception {
        // Given
        JobFolder job = JobFolder.create(folder.resolve("jobs"), "fit");
        Path start = job.script("command", "printf %s \"$GIVEN\" > given", Map.of("GIVEN", hostile.text()));

        // When
        int code = run(job.work(), Session.script(start));

        // Then
        assertThat(code).isZero();
        assertThat(Files.readString(job.work().resolve("given"))).isEqualTo(hostile.text());
        assertThat(job.work().resolve(Hostile.HARM)).doesNotExist();
    }

    /** What stands in single quotes is one word to every shell. */
    @ParameterizedTest
    @MethodSource("texts")
    void whatIsQuotedIsOneWord(Hostile hostile) throws Exception {
        for (String shell : List.of("/bin/sh", "/bin/bash")) {
            // Given
            Path script = Files.writeString(
                    folder.resolve("script"),
                    "set -- " + JobFolder.quoted(hostile.text()) + "\nprintf '%s' \"$#$1\" > word\n");

            // When
            int code = run(folder, List.of(shell, script.toString()));

            // Then
            assertThat(code).as(shell).isZero();
            assertThat(Files.readString(folder.resolve("word"))).as(shell).isEqualTo("1" + hostile.text());
            assertThat(folder.resolve(Hostile.HARM)).doesNotExist();
        }
    }

    /** A pre-stop line is the user's own shell; nothing before it reads a letter of it. */
    @ParameterizedTest
    @MethodSource("texts")
    void aHooksLineReachesItsShellAsOneArgument(Hostile hostile) {
        List<String> command = Hook.command(hostile.text(), new LoginUser("x", 1000, 1000, "/home/x"), true, true);
        assertThat(command.get(command.size() - 1)).isEqualTo(hostile.text());
        assertThat(command.subList(0, command.size() - 1)).doesNotContain(hostile.text());
    }

    /** The agent's configuration is lines, and a line of a user's comes in base64: it makes no key of its own. */
    @ParameterizedTest
    @MethodSource("texts")
    void aLineInTheConfigurationIsThatLine(Hostile hostile) {
        // Given
        String base64 = Base64.getEncoder().encodeToString(hostile.text().getBytes(StandardCharsets.UTF_8));

        // When
        Config config = Config.parse("bus: spawn\npre_stop_base64: " + base64 + "\non_idle: stop\n");

        // Then
        assertThat(config.values()).containsOnlyKeys("bus", "pre_stop_base64", "on_idle");
        assertThat(config.preStop()).isEqualTo(config.value(Key.PRE_STOP_BASE64).map(Key::base64));
        config.preStop().ifPresent(line -> assertThat(line).isEqualTo(hostile.text()));
    }

    /** What the agent says, to the journal and to sessions, is one line that steers nothing. */
    @ParameterizedTest
    @MethodSource("texts")
    void aLineOfTheJournalIsALine(Hostile hostile) {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Journal journal = new Journal(new PrintStream(out, true, StandardCharsets.UTF_8));

        // When
        journal.say("reason: " + hostile.text());
        journal.say("end");
        journal.start();

        // Then
        Await.until(
                "both lines",
                Duration.ofSeconds(10),
                () -> out.toString(StandardCharsets.UTF_8).contains("end\n"),
                () -> out.toString(StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        assertThat(Hostile.steering(out.toString(StandardCharsets.UTF_8))).isEmpty();
    }

    private int run(Path where, List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
