package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A queue full of gates while the table is throttled, slow and forgetful: whoever opens a gate and whoever parks at it meet in
 * any order. {@code GateOrdersTest} has every order in memory.
 */
@Isolated("the faults befall the queues of every test")
class QueueFaultsIT {
    private static final Duration SOON = Duration.ofMinutes(8);
    private static final int POSTS = 6;

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyGateOpensAndEveryJobRunsOnce(int seed) {
        // Given: each job of the second row waits for two of the first, and shares both
        StringBuilder jobs = new StringBuilder();
        for (int i = 0; i < POSTS; i++) {
            jobs.append("  - {job_id: p%d, command: 'true', timeout: 1m}\n".formatted(i));
            jobs.append("  - {job_id: q%1$d, command: 'true', timeout: 1m, depends_on: [p%1$d, p%2$d]}\n"
                    .formatted(i, (i + 1) % POSTS));
        }
        Batch queue = new Batch(cloud, folder, "fence", "", jobs.toString());

        // When
        String run;
        JsonObject met;
        try (Faults faults = new Faults(
                cloud,
                JsonObject.builder()
                        .put("rate", Json.parse("0.25"))
                        .put("seed", seed)
                        .put("services", new JsonArray(List.of(Json.of("dynamodb"))))
                        .build())) {
            run = queue.submit("--slots", "4");
            queue.outcome(run, "QueueCompleted", SOON);
            met = faults.met();
        }

        // Then
        assertThat(met.members().keySet()).anyMatch(fault -> fault.startsWith("dynamodb UpdateItem"));
        assertThat(queue.statuses(run).values()).hasSize(2 * POSTS).containsOnly("done");
        for (int i = 0; i < POSTS; i++) {
            assertThat(queue.starts(run, "q" + i)).isEqualTo(1);
        }
        assertThat(queue.items(run, "gate#").values())
                .isNotEmpty()
                .allSatisfy(gate -> assertThat(gate).doesNotContainKeys("waiting", "skipped"));
        assertThat(cloud.tap.all(heard -> heard.answers(run) && heard.type().startsWith("Queue")))
                .extracting(Heard::type)
                .containsExactly("QueueStarted", "QueueCompleted");
    }
}
