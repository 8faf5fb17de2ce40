package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Disks that are full, and folders that cannot be written: real ones, in a mount namespace of the agent's own. Where the
 * kernel gives none, {@link AgentIT} still has a folder that takes nothing.
 */
@Execution(ExecutionMode.CONCURRENT)
class DiskIT extends OnAMachine {
    private static final String FULL = """
            cp -r "$1" "$1.before" && mount -t tmpfs -o size=64k tmpfs "$1" && cp -r "$1.before/." "$1" || exit 9
            head -c 1000000 /dev/zero > "$1/rest" 2> /dev/null
            shift
            exec "$@"
            """;
    private static final String READ_ONLY = """
            for folder in etc var run; do
              mount --bind "$1/$folder" "$1/$folder" && mount -o remount,bind,ro,nosuid,nodev "$1/$folder" || exit 9
            done
            shift
            exec "$@"
            """;

    @BeforeEach
    void needsMounts() throws Exception {
        Process trial = new ProcessBuilder(
                        "unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(trial.waitFor() == 0, "this machine lets nobody mount anything");
    }

    @Test
    void onAFullDiskTheLastKnownDeadlineHoldsAndAnExtensionCounts() throws IOException {
        // Given
        deadlineIn(3600);
        Process first = startAndAwaitStarted();
        awaitKnown(deadlineIn(1800));
        first.destroyForcibly().onExit().join();

        // When
        machine.startBy(starter(FULL, folder.resolve("var/lib/spored").toString()));
        machine.await("the disk is full", () -> machine.journal().contains("No space left on device"));
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(machine.journal()).contains("start 2 of this boot").contains("the agent's memory cannot be kept");
        machine.await(
                "the reports",
                () -> !cloud.said("DeadlineReached").isEmpty()
                        && !cloud.said("AgentProblem").isEmpty());
    }

    @Test
    void onAFullDiskWithoutAMetadataServiceTheLastKnownDeadlineHolds() throws IOException {
        // Given
        deadlineIn(3600);
        Process first = startAndAwaitStarted();
        Instant deadline = deadlineIn(14);
        awaitKnown(deadline);
        first.destroyForcibly().onExit().join();

        // When
        cloud.metadataIs(FakeCloud.Mood.FAILS);
        machine.startBy(starter(FULL, folder.resolve("var/lib/spored").toString()));
        awaitPowerOff();

        // Then
        assertInTime(deadline);
    }

    @Test
    void whereNothingCanBeWrittenItReadsItsConfigurationAndEndsInTime() throws IOException {
        // Given
        machine.config("name: written\nwarn_seconds: 5\n");
        Files.createDirectories(folder.resolve("var/lib/spored"));
        Files.createDirectories(folder.resolve("run/spored"));
        deadlineIn(3600);

        // When
        machine.startBy(starter(READ_ONLY, folder.toString()));
        machine.await("AgentStarted", () -> !cloud.said("AgentStarted").isEmpty());
        int set = machine.startBy(starter(READ_ONLY, folder.toString()), "config", "set", "name", "other")
                .onExit()
                .join()
                .exitValue();
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(set).isEqualTo(1);
        assertThat(warnings()).hasSize(1);
        assertThat(machine.journal()).contains("Read-only file system");
        assertThat(Files.readString(folder.resolve("etc/spored/config.yaml"))).contains("name: written");
        awaitSaid("AgentStarted", "AgentProblem", "DeadlineWarning", "DeadlineReached");
    }

    private static List<String> starter(String script, String argument) {
        return List.of("unshare", "--map-root-user", "--mount", "/bin/sh", "-c", script, "sh", argument);
    }
}
