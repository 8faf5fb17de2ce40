package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The watchdog against a socket that stands for systemd's. */
@Execution(ExecutionMode.CONCURRENT)
class WatchdogIT extends OnAMachine {
    private static final String SYSTEMD = """
            import socket, sys
            heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            heard.bind(sys.argv[1])
            while True:
                with open(sys.argv[2], "ab") as file:
                    file.write(heard.recv(4096) + b"\\n")
            """;

    @Test
    void theAgentTellsSystemdThatItTurns() throws IOException {
        // Given
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/systemd-notify")), "systemd is not installed");
        Path socket = folder.resolve("notify");
        Process systemd = new ProcessBuilder(
                        "python3",
                        "-c",
                        SYSTEMD,
                        socket.toString(),
                        folder.resolve("heard").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("systemd.log").toFile())
                .start();
        try {
            machine.await("the socket", () -> Files.exists(socket));
            machine.environment("NOTIFY_SOCKET", socket.toString());
            machine.environment("WATCHDOG_USEC", "180000000");
            deadlineIn(3600);

            // When
            startAndAwaitStarted();
            machine.await("a word", () -> machine.lines(Path.of("heard")).contains("WATCHDOG=1"));

            // Then
            assertThat(machine.journal()).doesNotContain("watchdog:");
        } finally {
            systemd.destroyForcibly();
        }
    }
}
