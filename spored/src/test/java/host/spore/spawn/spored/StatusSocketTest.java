package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusSocketTest {
    private final ByteArrayOutputStream journalled = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path folder;

    StatusSocketTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void answersEverybodyOnTheMachineAgainAndAgain() throws IOException {
        // Given
        AtomicInteger asked = new AtomicInteger();
        serve(() -> JsonObject.builder().put("asked", asked.incrementAndGet()).build());

        // When
        List<Long> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(StatusSocket.ask(socket()).orElseThrow().integer("asked"));
        }

        // Then
        assertThat(answers).containsExactly(1L, 2L, 3L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void isNotHeldUpByACallerThatDoesNotRead() throws IOException {
        // Given
        serve(() -> JsonObject.builder().put("long", "x".repeat(500_000)).build());
        try (SocketChannel silent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.connect(UnixDomainSocketAddress.of(socket()));

            // When, then: longer than the kernel's buffer, so what comes is cut; that it comes at all is the point.
            assertThatThrownBy(() -> StatusSocket.ask(socket())).hasMessageContaining("answer is none");
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void answersTheNextCallerAfterOneThatCouldNotBeAnswered() throws IOException {
        // Given
        AtomicInteger asked = new AtomicInteger();
        serve(() -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("our own mistake");
            }
            return JsonObject.builder().put("well", true).build();
        });
        assertThatThrownBy(() -> StatusSocket.ask(socket())).isInstanceOf(IOException.class);

        // When
        Optional<JsonObject> answer = StatusSocket.ask(socket());

        // Then
        assertThat(answer.orElseThrow().bool("well", false)).isTrue();
        await(() -> journal().contains("our own mistake"));
    }

    @Test
    void takesOverWhatAKilledAgentLeftBehind() throws IOException {
        // Given
        Files.createDirectories(socket().getParent());
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(StatusSocket.ask(socket())).isEmpty();

        // When
        serve(() -> JsonObject.builder().put("well", true).build());

        // Then
        assertThat(StatusSocket.ask(socket())).isPresent();
    }

    @Test
    void saysThatNobodyCanAskWhereThePathIsTooLong() throws IOException {
        // When
        new StatusSocket(
                        folder.resolve("x".repeat(120)).resolve("status.sock"),
                        () -> JsonObject.builder().build(),
                        journalOf())
                .start();

        // Then
        await(() -> journal().contains("nobody can ask"));
    }

    @Test
    void doesNotWaitForEverForAnAgentThatHangs() throws IOException {
        // Given
        Files.createDirectories(socket().getParent());
        try (ServerSocketChannel hangs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hangs.bind(UnixDomainSocketAddress.of(socket()));

            // When
            int code = StatusCommand.run(socket(), false, print(out), print(err));

            // Then
            assertThat(code).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not answer");
        }
    }

    @Test
    void tellsAMachineThatNoAgentRuns() {
        // When
        int code = StatusCommand.run(socket(), true, print(out), print(err));

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("{\"running\":false}");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("systemctl status spored");
    }

    @ParameterizedTest
    @CsvSource({"success,0,done", "failed,1,failed", "running,2,running", "odd,3,odd"})
    void theExitCodeSaysHowTheWorkIs(String status, int code, String word) throws IOException {
        // Given
        serve(() -> JsonObject.builder()
                .put("completion", JsonObject.builder().put("status", status).build())
                .build());

        // When
        int exit = StatusCommand.checkComplete(socket(), folder.resolve("none"), print(out), print(err));

        // Then
        assertThat(exit).isEqualTo(code);
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"finish\":{\"status\":\"success\"}}',0",
        "'{\"finish\":{\"status\":\"failed\"}}',1",
        "'{}',3",
        "'broken',3"
    })
    void withoutTheAgentOnlyWorkThatIsOverIsKnown(String memory, int code) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("memory.json"), memory);

        // When
        int exit = StatusCommand.checkComplete(socket(), file, print(out), print(err));

        // Then
        assertThat(exit).isEqualTo(code);
    }

    private void serve(Supplier<JsonObject> answer) throws IOException {
        new StatusSocket(socket(), answer, journalOf()).start();
        await(() -> {
            try {
                return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket()))
                        .equals("rw-rw-rw-");
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Journal journalOf() {
        Journal journal = new Journal(print(journalled));
        journal.start();
        return journal;
    }

    private Path socket() {
        return folder.resolve("run/spored/status.sock");
    }

    private String journal() {
        return journalled.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
