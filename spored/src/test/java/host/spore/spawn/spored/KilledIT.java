package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} at random moments of a whole life, restarted each time as systemd would. */
@Execution(ExecutionMode.CONCURRENT)
class KilledIT extends OnAMachine {
    private static final int LIFE_SECONDS = 40;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void endsInTimeAndActsOnceHoweverOftenItIsKilled(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        machine.config("warn_seconds: 20\npre_stop: \"echo ran >> '" + folder
                + "/hook'\"\npre_stop_timeout: 8s\ncompletion_delay: 2s\n");
        Deque<Runnable> happenings = new ArrayDeque<>(List.of(
                () -> write("var/lib/spawn/exit/workload", "3 9\n"),
                () -> write("tmp/SPAWN_COMPLETE", "{\"status\":\"failed\"}"),
                () -> cloud.rebalance(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
                cloud::revokeTokens));
        Instant deadline = deadlineIn(LIFE_SECONDS);

        // When
        Process agent = machine.start();
        int kills = 0;
        while (Instant.now().isBefore(deadline)) {
            long left = Duration.between(Instant.now(), deadline).toMillis();
            Thread.sleep(Math.max(0, Math.min(left, 100 + random.nextInt(4_000))));
            if (!happenings.isEmpty()) {
                happenings.remove().run();
            }
            agent.destroyForcibly().onExit().join();
            kills++;
            agent = machine.start();
        }
        awaitPowerOff();
        for (String type : List.of("WorkloadExited", "InstanceFinished", "RebalanceRecommended", "DeadlineReached")) {
            machine.await(type, () -> !cloud.said(type).isEmpty());
        }

        // Then: what a kill interrupted is said again under its id; nothing else is done twice
        assertThat(kills).isGreaterThan(LIFE_SECONDS / 5);
        assertInTime(deadline);
        assertThat(hooks()).hasSizeLessThanOrEqualTo(1);
        assertThat(warnings()).hasSizeLessThanOrEqualTo(1);
        for (String type : List.of(
                "DeadlineWarning", "WorkloadExited", "InstanceFinished", "RebalanceRecommended", "DeadlineReached")) {
            assertThat(cloud.said(type).stream().map(FakeCloud.Said::id).distinct())
                    .as(type)
                    .hasSizeLessThanOrEqualTo(1);
        }
        machine.await("consumed", () -> !Files.exists(folder.resolve("tmp/SPAWN_COMPLETE")));
    }

    private void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
