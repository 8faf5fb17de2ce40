package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the program says to people and scripts on the instance, while the agent runs and while it does not. */
@Execution(ExecutionMode.CONCURRENT)
class CommandsIT extends OnAMachine {
    @Test
    void answersForItself() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        machine.await("a status", () -> Files.exists(folder.resolve("run/spored/status.sock")));

        // When
        int status = machine.start("status", "--json").onExit().join().exitValue();
        int version = machine.start("version").onExit().join().exitValue();
        int misuse = machine.start("dance").onExit().join().exitValue();

        // Then
        assertThat(List.of(status, version, misuse)).containsExactly(0, 0, 2);
        assertThat(machine.journal())
                .contains("\"running\":true")
                .contains("\"authority\":\"tag\"")
                .contains("unknown command dance")
                .contains("usage: spored [run]");
    }

    @Test
    void aCompletionIsReportedOnceAndConsumed() throws IOException {
        // Given
        machine.config("on_complete: terminate\ncompletion_delay: 2s\n");
        Files.createDirectories(folder.resolve("tmp"));
        deadlineIn(3600);
        Process first = startAndAwaitStarted();

        // When
        int code = machine.start("complete", "-f", "-m", "no space")
                .onExit()
                .join()
                .exitValue();
        machine.await("the event", () -> !cloud.said("InstanceFinished").isEmpty());
        machine.await("consumed", () -> !Files.exists(folder.resolve("tmp/SPAWN_COMPLETE")));
        machine.await(
                "remembered",
                () -> machine.lines(Path.of("var/lib/spored/memory.json"))
                        .toString()
                        .contains("\"said\":true"));
        first.destroyForcibly().onExit().join();
        machine.start();
        machine.await("the second start", () -> cloud.said("AgentStarted").size() > 1);
        machine.await("a status", () -> Files.exists(folder.resolve("run/spored/status.sock")));
        int checked =
                machine.start("status", "--check-complete").onExit().join().exitValue();

        // Then
        assertThat(List.of(code, checked)).containsExactly(0, StatusCommand.FAILED);
        assertOnce("InstanceFinished");
        JsonObject said = cloud.said("InstanceFinished").get(0).detail();
        assertThat(said.string("status")).isEqualTo("failed");
        assertThat(said.string("message")).isEqualTo("no space");
        assertThat(said.string("action")).isEqualTo("terminate");
    }

    @Test
    void scriptsLearnWhatHasBecomeOfTheWork() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("tmp"));
        deadlineIn(3600);

        // When
        int absent = checkComplete();
        Process agent = startAndAwaitStarted();
        machine.await("an answer", () -> Files.exists(folder.resolve("run/spored/status.sock")));
        int running = checkComplete();
        machine.start("complete", "-s").onExit().join();
        machine.await("the event", () -> !cloud.said("InstanceFinished").isEmpty());
        int done = checkComplete();
        machine.await(
                "remembered",
                () -> machine.lines(Path.of("var/lib/spored/memory.json"))
                        .toString()
                        .contains("\"said\":true"));
        agent.destroyForcibly().onExit().join();
        int afterwards = checkComplete();

        // Then
        assertThat(List.of(absent, running, done, afterwards)).containsExactly(3, 2, 0, 0);
        assertThat(machine.lines(Path.of("journal"))).contains("unknown", "running", "done");
    }

    private int checkComplete() throws IOException {
        return machine.start("status", "--check-complete").onExit().join().exitValue();
    }
}
