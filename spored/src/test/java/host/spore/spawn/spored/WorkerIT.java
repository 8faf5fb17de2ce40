package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker beside the agent. */
@Execution(ExecutionMode.CONCURRENT)
class WorkerIT extends OnAMachine {
    @BeforeEach
    void configure() throws IOException {
        machine.config("worker_jobs: /jobs\n");
        Files.createDirectories(folder.resolve("jobs"));
    }

    @Test
    void runsJobsInOrderAndSaysHowTheyEnded() throws IOException {
        // Given
        queue("1-good", "{\"command\": \"echo out; echo err >&2; cat\"}");
        queue("2-bad", "{\"command\": \"exit 3\"}");
        queue(
                "3-slow",
                "{\"command\": \"tail -f /dev/null & echo $! > '" + folder + "/child'; wait\", \"timeout\": \"2s\"}");
        queue("4-none", "{\"timeout\": \"soon\"}");
        queue("5-killed", "{\"command\": \"kill -9 $$\"}");

        // When
        machine.start("worker");

        // Then
        assertThat(ended("1-good")).contains("\"status\":\"success\"").contains("\"exitCode\":0");
        assertThat(machine.lines(Path.of("jobs/logs/1-good.log"))).containsExactly("out", "err");
        assertThat(ended("2-bad")).contains("\"status\":\"failed\"").contains("\"exitCode\":3");
        assertThat(ended("3-slow")).contains("\"status\":\"timeout\"");
        long child = Long.parseLong(machine.lines(Path.of("child")).get(0));
        machine.await("the child is gone", () -> isOver(child));
        assertThat(ended("4-none")).contains("\"status\":\"refused\"").contains("command");
        assertThat(ended("5-killed")).contains("\"exitCode\":137");
    }

    @Test
    void itsDeathIsNothingToTheAgentAndTheNextOneGoesOn() throws IOException {
        // Given
        deadlineIn(3600);
        Process agent = startAndAwaitStarted();
        queue("1-running", "{\"command\": \"echo begun; exec tail -f /dev/null\"}");
        queue("2-next", "{\"command\": \"true\"}");
        Process worker = machine.start("worker");
        machine.await(
                "the job",
                () -> machine.lines(Path.of("jobs/logs/1-running.log")).contains("begun"));

        // When
        worker.descendants().forEach(ProcessHandle::destroyForcibly);
        worker.destroyForcibly().onExit().join();
        machine.start("worker");

        // Then
        assertThat(ended("1-running")).containsAnyOf("\"status\":\"lost\"", "\"exitCode\":137");
        assertThat(ended("2-next")).contains("\"status\":\"success\"");
        assertThat(agent.isAlive()).isTrue();
        Instant deadline = deadlineIn(8);
        awaitPowerOff();
        assertInTime(deadline);
        assertThat(cloud.said("AgentStarted")).hasSize(1);
    }

    @Test
    void aWorkerThatIsToldToGoTakesItsJobAlong() throws IOException {
        // Given
        queue("1-running", "{\"command\": \"echo $$; exec tail -f /dev/null\"}");
        Process worker = machine.start("worker");
        machine.await(
                "the job",
                () -> !machine.lines(Path.of("jobs/logs/1-running.log")).isEmpty());
        long job =
                Long.parseLong(machine.lines(Path.of("jobs/logs/1-running.log")).get(0));

        // When
        worker.destroy();

        // Then
        machine.await("both are gone", () -> !worker.isAlive() && isOver(job));
        machine.start("worker");
        assertThat(ended("1-running")).contains("\"status\":\"lost\"");
    }

    @Test
    void withoutAFolderForJobsItSaysSo() throws IOException {
        // Given
        machine.config("name: demo\n");

        // When
        int code = machine.start("worker").onExit().join().exitValue();

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(machine.journal()).contains("config.yaml has no worker_jobs");
    }

    private void queue(String name, String job) throws IOException {
        JsonObject.parse(job);
        Path written = Files.writeString(folder.resolve(name), job);
        Files.move(written, folder.resolve("jobs").resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String ended(String name) {
        Path file = Path.of("jobs/done/" + name + ".json");
        machine.await("the answer of " + name, () -> !machine.lines(file).isEmpty());
        return machine.lines(file).get(0);
    }
}
