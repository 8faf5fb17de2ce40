package host.spore.spawn.local.cloud;

import static host.spore.spawn.local.cloud.Batch.text;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that are stopped, resumed and cancelled, with real agents that run real commands. {@link FiftyRowsIT} has many rows. */
class SweepIT {
    private static final Duration SOON = Duration.ofMinutes(8);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void aFailureStopsWhatHasNotBegunAndAResumeRunsWhatIsNotDone() {
        // Given: the second row fails as long as it is not told otherwise
        Sweeping sweep = new Sweeping(cloud, folder, "stop", """
                defaults: {instance_type: t3.micro, ttl: 30m, results: /srv/out,
                  command: 'mkdir -p "$SPAWN_ROOT/srv/out" && echo "row $SWEEP_INDEX" > "$SPAWN_ROOT/srv/out/said" && exit $PARAM_code'}
                params: [{code: 0}, {code: 3}, {code: 0}, {code: 0}]
                """);

        // When
        String command = sweep.launch("--max-concurrent", "1", "--on-failure", "stop");

        // Then
        JsonObject failed = sweep.outcome(command, "SweepFailed", SOON);
        assertThat(failed.string("cause")).isEqualTo("stopped");
        assertThat(failed.string("reason")).contains("row 1 (", "its command ended with 3");
        assertThat(List.of(failed.integer("done"), failed.integer("failed"), failed.integer("skipped")))
                .containsExactly(1L, 1L, 2L);

        // When
        String resumed = sweep.resume();

        // Then: the first row is not run again; the second one fails again, which stops it again
        JsonObject again = sweep.outcome(resumed, "SweepFailed", SOON);
        assertThat(again.integer("done")).isEqualTo(1);
        assertThat(statuses(sweep.index(2))).isEqualTo(Map.of(0, "done", 1, "failed", 2, "skipped", 3, "skipped"));
        assertThat(sweep.index(2).get(0).integer("run")).isEqualTo(1);
        String results = sweep.index(2).get(1).string("results");
        assertThat(results)
                .startsWith(sweep.folder() + "rows/1/")
                .endsWith(sweep.index(2).get(1).string("instanceId") + "/");
        assertThat(cloud.object(results + "said")).isEqualTo("row 1\n");
        assertThat(sweep.index(2).get(1).integer("run")).isEqualTo(2);
        sweep.assertDeadlines(3, Duration.ofMinutes(30));
    }

    @Test
    void aCancelEndsWhatLivesAndBeginsNothing() {
        // Given
        Sweeping sweep = new Sweeping(cloud, folder, "cancel", """
                defaults: {instance_type: t3.micro, ttl: 30m, command: sleep 600}
                grid: {n: [0, 1, 2, 3, 4]}
                """);
        String command = sweep.launch("--max-concurrent", "2");
        Await.until(
                "two rows live",
                SOON,
                () -> sweep.rows().values().stream()
                                .filter(row -> row.containsKey("instance_id") && row.containsKey("token"))
                                .count()
                        == 2);

        // When
        String cancel = sweep.cancel();

        // Then
        sweep.outcome(cancel, "SweepCancelled", SOON);
        JsonObject failed = sweep.outcome(command, "SweepFailed", SOON);
        assertThat(failed.string("cause")).isEqualTo("cancelled");
        assertThat(failed.integer("cancelled")).isEqualTo(5);
        assertThat(sweep.living()).isZero();
        assertThat(sweep.instances()).hasSize(2);
        assertThat(sweep.rows().values())
                .hasSize(2)
                .allSatisfy(row -> assertThat(text(row, "status")).isEqualTo("cancelled"));
        assertThat(sweep.outcome(sweep.cancel(), "CommandRejected", SOON).string("reason"))
                .contains("is not running");
    }

    private static Map<Integer, String> statuses(List<JsonObject> index) {
        return index.stream()
                .collect(Collectors.toMap(line -> (int) line.integer("index"), line -> line.string("status")));
    }
}
