package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.cost.CostTags;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An hour costs 0.396, and the limit is 0.66: 6,000 s, and the grace of a minute in which its lifecycle acts. */
class CostSweepTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant NOW = FakeClock.START;
    private static final Instant STARTED = NOW.minusSeconds(6_060);

    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeInstances instances = fakes.instances;
    private final FakeInstanceRows rows = fakes.rows;
    private final FakeBus bus = fakes.bus;
    private final FakeLambda lambda = new FakeLambda();
    private final ReaperHandler handler = fakes.handler();

    @ParameterizedTest
    @CsvSource({"6060, true", "6059, false"})
    void endsWhatHasCostAsMuchAsItsLaunchAllowed(long age, boolean ended) {
        // Given
        instances.put(limited(NOW.minusSeconds(age)).build());
        seed(NOW.minusSeconds(age), Map.of());

        // When
        sweep("{}");

        // Then
        assertThat(instances.terminated.contains(ID)).isEqualTo(ended);
        assertThat(rows.now(ID).text(Column.END_CAUSE).orElse("none")).isEqualTo(ended ? "cost" : "none");
        assertThat(kinds().contains("cost-limit")).isEqualTo(ended);
    }

    @Test
    void timeThatItWasStoppedForIsNotComputing() {
        // Given: it has run for 100 s
        instances.put(limited(STARTED).in(InstanceState.STOPPED).build());
        seed(STARTED, Map.of(Column.LIVED, "stopped " + STARTED.plusSeconds(100)));

        // When
        sweep("{}");

        // Then
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void withoutARowItsTagsBoundIt() {
        // Given: EC2's own launch time is that of the last start
        instances.put(limited(NOW.minusSeconds(10))
                .tagged(CostTags.LAUNCHED, STARTED.toString())
                .build());

        // When
        sweep("{}");

        // Then
        assertThat(instances.terminated).containsExactly(ID);
    }

    @Test
    void aTableThatCannotBeReadEndsNothingEarlyAndTheSweepFails() {
        // Given: of the tags alone, it would be over
        instances.put(limited(STARTED).in(InstanceState.STOPPED).build());
        seed(STARTED, Map.of(Column.LIVED, "stopped " + STARTED.plusSeconds(100)));
        rows.reads.failNext(100);

        // When, Then
        assertThatThrownBy(() -> sweep("{}")).hasMessageContaining("could not hold the cost limits");
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void aStopThatIsHeardOfInTheLastMomentWins() {
        // Given
        instances.put(limited(STARTED).build());
        seed(STARTED, Map.of());
        rows.writes.beforeNext(() -> seed(STARTED, Map.of(Column.LIVED, "stopped " + STARTED.plusSeconds(100))));

        // When
        sweep("{}");

        // Then
        assertThat(instances.terminated).isEmpty();
        assertThat(rows.now(ID).has(Column.END_CAUSE)).isFalse();
    }

    @Test
    void whoeverEndsItAlreadyStaysTheCause() {
        // Given
        instances.put(limited(STARTED).build());
        seed(STARTED, Map.of(Column.END_CAUSE, "launch"));

        // When
        sweep("{}");

        // Then
        assertThat(instances.terminated).containsExactly(ID);
        assertThat(rows.now(ID).text(Column.END_CAUSE)).contains("launch");
    }

    @Test
    void aDryRunEndsNothing() {
        // Given
        instances.put(limited(STARTED).build());
        seed(STARTED, Map.of());

        // When
        JsonObject answer = sweep("{\"dryRun\":true}");

        // Then
        assertThat(instances.terminated).isEmpty();
        assertThat(answer.array("drift").toString()).contains("cost-limit " + ID);
    }

    @Test
    void whatIsAdoptedKeepsPriceLimitAndLaunch() {
        // Given
        instances.put(limited(NOW.minusSeconds(10))
                .tagged(CostTags.LAUNCHED, NOW.minusSeconds(900).toString())
                .build());

        // When
        sweep("{}");

        // Then
        assertThat(rows.now(ID).values())
                .containsEntry(Column.PRICE_PER_HOUR, "0.36")
                .containsEntry(Column.VOLUME_PRICE_PER_HOUR, "0.036")
                .containsEntry(Column.COST_LIMIT, "0.66")
                .containsEntry(Column.LAUNCHED_AT, NOW.minusSeconds(900).toString());
    }

    private static Views limited(Instant startedAt) {
        return aRunning(ID)
                .launchedAt(startedAt)
                .due(NOW.plusSeconds(90_000))
                .tagged(CostTags.LIMIT, "0.66")
                .tagged(CostTags.PRICE, "0.36+0.036");
    }

    private void seed(Instant launchedAt, Map<Column, String> more) {
        Map<Column, String> values = new EnumMap<>(Map.of(
                Column.GENERATION, "1",
                Column.STATE, "running",
                Column.DEADLINE, NOW.plusSeconds(90_000).toString(),
                Column.LAUNCHED_AT, launchedAt.toString(),
                Column.PRICE_PER_HOUR, "0.36",
                Column.VOLUME_PRICE_PER_HOUR, "0.036",
                Column.COST_LIMIT, "0.66"));
        values.putAll(more);
        rows.seed(ID, values);
    }

    private JsonObject sweep(String input) {
        return lambda.invoke(handler, JsonObject.parse(input));
    }

    private List<String> kinds() {
        return bus.published.stream()
                .filter(event -> event.type().equals("DriftRepaired"))
                .map(event -> event.detail().string("kind"))
                .toList();
    }
}
