package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real deciders and handlers over fakes, in virtual time, on bad days. */
class TenThousandRowsTest {
    private static final int AT_A_TIME = 400;

    private final SweepStage stage = new SweepStage();

    private static String file(int side) {
        String values = IntStream.range(0, side).mapToObj(String::valueOf).collect(Collectors.joining(","));
        return "{\"defaults\": {\"instance_type\": \"t3.micro\", \"ttl\": \"90m\", \"command\": \"./train\"},"
                + " \"grid\": {\"a\": [" + values + "], \"b\": [" + values + "]}}";
    }

    private List<JsonObject> index(int run) {
        return stage.files
                .text("sweeps/lr-20261123-3f2a1b/runs/" + run + "/index.jsonl")
                .lines()
                .map(JsonObject::parse)
                .toList();
    }

    private Map<String, Long> counts(int run) {
        return index(run).stream().collect(Collectors.groupingBy(line -> line.string("status"), Collectors.counting()));
    }

    /** Of each row, in all runs. */
    private static Map<Integer, Integer> launchesByRow(SweepWorld world) {
        Map<Integer, Integer> launches = new HashMap<>();
        world.launches
                .keySet()
                .forEach(id ->
                        launches.merge(SweepRowId.ifValid(id).orElseThrow().index(), 1, Integer::sum));
        return launches;
    }

    @Test
    void noRowIsLostAndNoMoreLiveThanMay() {
        // Given
        JsonObject prepared = stage.launch(SweepStage.RUN, file(100), Map.of("maxConcurrent", Json.of(AT_A_TIME)));
        SweepWorld world = new SweepWorld(stage, SweepWorld.Weather.BAD, 4711);

        // When
        world.run(prepared);
        JsonObject first = stage.finish(1);

        // Then
        assertThat(world.mostLiving).isLessThanOrEqualTo(AT_A_TIME).isGreaterThan(AT_A_TIME / 2);
        assertThat(launchesByRow(world))
                .hasSize(10_000)
                .allSatisfy((row, launches) -> assertThat(launches).isEqualTo(1));
        assertThat(index(1)).hasSize(10_000);
        assertThat(counts(1).keySet()).containsExactlyInAnyOrder("done", "failed");
        assertThat(first.string("type")).isEqualTo("SweepFailed");
        assertThat(world.living()).isZero();
        // Then: each has the deadline that its row asks for
        assertThat(world.ttls)
                .hasSizeGreaterThan(9_000)
                .allSatisfy(ttl -> assertThat(ttl).contains(Duration.ofMinutes(90)));
    }

    /** Nothing else ends them: what is heard of a row is its instance's end at its deadline, or nothing at all. */
    @Test
    void whatHasNothingToRunLivesAsLongAsItsRowSays() {
        // Given
        JsonObject prepared = stage.launch(
                SweepStage.RUN,
                "{\"defaults\": {\"instance_type\": \"t3.micro\"},"
                        + " \"grid\": {\"ttl\": [\"20m\", \"90m\", \"3d\"], \"a\": [1, 2, 3, 4, 5]}}",
                Map.of("maxConcurrent", Json.of(4)));
        SweepWorld world = new SweepWorld(stage, new SweepWorld.Weather(3, 2, 40, 20, 0, 0), 10);

        // When
        world.run(prepared);
        stage.finish(1);

        // Then
        assertThat(counts(1)).isEqualTo(Map.of("done", 15L));
        assertThat(world.lives)
                .hasSize(15)
                .allSatisfy(life -> assertThat(life.getValue()).isEqualTo(life.getKey()));
        assertThat(world.ttls.stream().distinct())
                .containsExactlyInAnyOrder(
                        Optional.of(Duration.ofMinutes(20)),
                        Optional.of(Duration.ofMinutes(90)),
                        Optional.of(Duration.ofDays(3)));
    }

    @Test
    void whatFailedIsRunAgainUntilAllIsDoneAndNothingElseIs() {
        // Given
        JsonObject prepared = stage.launch(SweepStage.RUN, file(25), Map.of("maxConcurrent", Json.of(60)));
        SweepWorld world = new SweepWorld(stage, SweepWorld.Weather.BAD, 4712);
        world.run(prepared);
        JsonObject ended = stage.finish(1);

        // When
        int run = 1;
        while (ended.string("type").equals("SweepFailed") && run < 9) {
            run++;
            world.run(stage.resume("command-" + run));
            ended = stage.finish(run);
        }

        // Then
        assertThat(run).isGreaterThan(1);
        assertThat(counts(run)).isEqualTo(Map.of("done", 625L));
        Map<Integer, Integer> launches = launchesByRow(world);
        assertThat(index(1))
                .filteredOn(line -> line.string("status").equals("done"))
                .allSatisfy(line ->
                        assertThat(launches.get((int) line.integer("index"))).isEqualTo(1));
        assertThat(world.mostLiving).isLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCancelEndsWhatLivesWheneverItComes(long seed) {
        // Given
        JsonObject prepared = stage.launch(SweepStage.RUN, file(20), Map.of("maxConcurrent", Json.of(30)));
        SweepWorld world = new SweepWorld(stage, SweepWorld.Weather.BAD, seed);
        world.at(Duration.ofSeconds(100 * seed), () -> stage.cancel("command-9"));

        // When
        world.run(prepared);
        JsonObject ended = stage.finish(1);

        // Then
        assertThat(ended.object("fields").string("cause")).isEqualTo("cancelled");
        assertThat(world.living()).isZero();
        assertThat(index(1)).hasSize(400);
        assertThat(world.launches).hasSizeLessThan(400);
        assertThat(counts(1)).doesNotContainKey("skipped");
        assertThat(SweepWorld.since(stage)).isLessThan(Duration.ofHours(1));
    }

    @Test
    void aSweepThatStopsSkipsWhatHasNotBegun() {
        // Given
        JsonObject prepared = stage.launch(
                SweepStage.RUN, file(20), Map.of("maxConcurrent", Json.of(30), "onFailure", Json.of("stop")));
        SweepWorld world = new SweepWorld(stage, SweepWorld.Weather.BAD, 6);

        // When
        world.run(prepared);
        JsonObject ended = stage.finish(1);

        // Then
        assertThat(ended.object("fields").string("cause")).isEqualTo("stopped");
        assertThat(counts(1).get("skipped")).isEqualTo(400 - world.launches.size());
        assertThat(counts(1)).doesNotContainKey("cancelled");
        assertThat(world.living()).isZero();
    }

    /** A run that broke off: its children are gone, its instances are not. */
    @Test
    void aRunThatBreaksOffIsGoneOnWithAndNothingIsLaunchedTwice() {
        // Given
        stage.launch(SweepStage.RUN, file(10), Map.of("maxConcurrent", Json.of(30)));
        SweepWorld broken = new SweepWorld(stage, SweepWorld.Weather.BAD, 7);
        List<JsonObject> items = stage.items();
        for (int i = 0; i < 20; i++) {
            stage.begin(items.get(i), 1, 1);
        }

        // When
        JsonObject resumed = stage.resume("command-2");
        broken.run(resumed);
        stage.finish(2);

        // Then: those that had begun keep their first command, and so their first launch
        assertThat(launchesByRow(broken))
                .hasSize(100)
                .allSatisfy((row, launches) -> assertThat(launches).isEqualTo(1));
        assertThat(broken.launches.keySet().stream().filter(id -> id.contains("_1_")))
                .hasSize(20);
    }

    @Test
    void launchesAreApartByTheDelay() {
        // Given
        JsonObject prepared = stage.launch(
                SweepStage.RUN, file(5), Map.of("maxConcurrent", Json.of(25), "launchDelay", Json.of("60s")));
        SweepWorld world = new SweepWorld(stage, new SweepWorld.Weather(0, 0, 0, 0, 0, 0), 8);

        // When
        world.run(prepared);

        // Then
        List<java.time.Instant> launches = stage.rows.all(SweepStage.SWEEP).stream()
                .map(RowItem::launchAt)
                .sorted()
                .toList();
        assertThat(IntStream.range(1, 25).mapToObj(i -> Duration.between(launches.get(i - 1), launches.get(i))))
                .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(Duration.ofSeconds(60)));
    }

    @Test
    void noZoneHasMoreThanItMay() {
        // Given
        JsonObject prepared = stage.launch(
                SweepStage.RUN,
                file(10).replace("\"ttl\"", "\"zone\": \"us-east-1a|us-east-1b\", \"ttl\""),
                Map.of("maxConcurrent", Json.of(30), "maxConcurrentPerZone", Json.of(4)));
        SweepWorld world = new SweepWorld(stage, SweepWorld.Weather.BAD, 9);

        // When
        world.run(prepared);
        stage.finish(1);

        // Then
        assertThat(world.mostLivingIn).isEqualTo(Map.of("us-east-1a", 4, "us-east-1b", 4));
        assertThat(index(1)).hasSize(100);
        assertThat(stage.zones.taken()).isZero();
    }
}
