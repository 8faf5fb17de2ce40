package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep from its file to its summary, with real agents that run real commands: too much for two cores that others use too. */
class FiftyRowsIT {
    private static final Duration SOON = Duration.ofMinutes(8);

    /** For fifty real agents, eight at a time, on two busy cores. */
    private static final Duration IN_TIME = Duration.ofMinutes(20);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void everyRowRunsWithItsParametersAndNoMoreThanMayLive() {
        // Given: fifty rows; what was said beside the file wins over its defaults, and a row over that
        Sweeping sweep = new Sweeping(cloud, folder, "grid", """
                defaults: {instance_type: t3.micro, ttl: 30m, command: 'exit 9', env: {FROM: file}}
                params:
                  - {n: 0, env: {FROM: row}}
                  - {n: 1}
                grid: {n: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], m: ["a b", 'c"$HOME"', d]}
                """);

        // When
        String[] options = {"--max-concurrent", "8", "--env", "FROM=flag", "--command", """
                set -e
                case $SWEEP_INDEX in 0) test "$FROM" = row;; *) test "$FROM" = flag;; esac
                case $SWEEP_INDEX in 18) test "$PARAM_m|$PARAM_n" = 'c"$HOME"|2';; 2) test "$PARAM_m" = 'a b';; esac
                test $SWEEP_SIZE = 50
                """};
        String command = sweep.launch(options);

        // Then
        JsonObject completed = sweep.outcome(command, "SweepCompleted", IN_TIME);
        assertThat(completed.integer("rows")).isEqualTo(50);
        sweep.assertDeadlines(50, Duration.ofMinutes(30));
        assertThat(sweep.mostLiving()).isBetween(2, 8);
        List<JsonObject> index = sweep.index(1);
        assertThat(index).hasSize(50).allSatisfy(line -> {
            assertThat(line.string("status")).isEqualTo("done");
            assertThat(line.integer("exitCode")).isZero();
        });
        assertThat(index.get(18).object("parameters").string("m")).isEqualTo("c\"$HOME\"");
        assertThat(JsonObject.parse(cloud.object(completed.string("summary"))).integer("done"))
                .isEqualTo(50);
        Await.until("its instances are gone", SOON, () -> sweep.living() == 0);

        // Then: said again, it does nothing
        sweep.again(command, options);
        assertThat(cloud.tap.all(event -> event.answers(command) && event.type().startsWith("Sweep")))
                .extracting(Heard::type)
                .containsExactly("SweepStarted", "SweepCompleted");
        assertThat(sweep.instances()).hasSize(50);
    }
}
