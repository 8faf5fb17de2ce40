package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A machine in a folder and the cloud around it, on which the packaged agent lives for one test. */
abstract class OnAMachine {
    @TempDir
    Path folder;

    FakeCloud cloud;
    FakeMachine machine;

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

    /** A kill between the bus's answer and the disk sends the same id again; whoever hears it can tell. */
    void assertOnce(String type) {
        assertThat(cloud.said(type).stream().map(FakeCloud.Said::id).distinct()).hasSize(1);
    }

    List<String> hooks() {
        return machine.lines(Path.of("hook"));
    }

    Instant deadlineIn(int seconds) {
        Instant deadline = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        cloud.ttl(deadline);
        return deadline;
    }

    Process startAndAwaitStarted() throws IOException {
        Process agent = machine.start();
        machine.await("AgentStarted", () -> !cloud.said("AgentStarted").isEmpty());
        return agent;
    }

    void awaitKnown(Instant deadline) {
        Path memory = folder.resolve("var/lib/spored/memory.json");
        machine.await("the deadline is known", () -> {
            try {
                return Files.readString(memory).contains("\"" + deadline + "\"");
            } catch (IOException notYet) {
                // Being replaced, or not there yet: asked again in a moment.
                return false;
            }
        });
    }

    void awaitSaid(String... types) {
        machine.await(
                "reports of " + List.of(types),
                () -> cloud.said().stream()
                        .map(FakeCloud.Said::type)
                        .collect(Collectors.toSet())
                        .equals(Set.of(types)));
    }

    List<String> warnings() {
        return machine.walls().stream()
                .filter(line -> line.contains("this machine ends at"))
                .toList();
    }

    void awaitPowerOff() {
        machine.await("power-off", () -> !machine.powerOffs().isEmpty());
    }

    void assertInTime(Instant deadline) {
        assertThat(machine.powerOffs().get(0)).isBetween(deadline, deadline.plusSeconds(10));
    }

    long spooled() {
        String[] files = folder.resolve("var/lib/spored/spool").toFile().list((d, name) -> name.endsWith(".json"));
        return files == null ? 0 : files.length;
    }

    /** Gone, or dead and not yet fetched by a process 1 that does not care. */
    static boolean isOver(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }
}
