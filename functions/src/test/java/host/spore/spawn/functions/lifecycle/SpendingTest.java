package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cost limit makes the lifecycle do. An hour of it costs 0.396, and the limit is 0.66: 6,000 s. */
class SpendingTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant LAUNCHED = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant DEADLINE = LAUNCHED.plusSeconds(36_000);
    private static final Duration GRACE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        // at its second -> parks for: until nine tenths, and, once that is said, until all of it
        "0,     false, 5400",
        "5399,  false, 1",
        "5400,  true,  600",
        "5999,  true,  1",
    })
    void parksUntilTheNextOfItsDueInstants(long at, boolean warned, long seconds) {
        assertThat(decide(row(warned), at)).isEqualTo(new Lifecycle.Step.Park(Duration.ofSeconds(seconds), 4));
    }

    @Test
    void warnsOnceNineTenthsAreUsedUp() {
        // When
        Lifecycle.Step step = decide(row(false), 5_400);

        // Then
        assertThat(step).isInstanceOfSatisfying(Lifecycle.Step.WarnOfCost.class, warn -> {
            assertThat(warn.spending().correlationId()).isEqualTo("c0");
            assertThat(warn.spending().fields()).isEqualTo(JsonObject.parse("""
                            {"instanceId":"i-0123456789abcdef0","name":"demo","costLimit":"0.66",
                             "cost":{"compute":"0.54","volumes":"0.054"},"reachedAt":"2026-11-23T13:40:00Z"}"""));
        });
    }

    @ParameterizedTest
    @CsvSource({"6000, false", "6000, true", "30000, true"})
    void endsItAtItsLimitWarnedOrNot(long at, boolean warned) {
        assertThat(decide(row(warned), at))
                .isInstanceOfSatisfying(
                        Lifecycle.Step.TerminateForCost.class,
                        end -> assertThat(end.reason()).contains(" USD: computing ", ", of 0.66"));
    }

    @Test
    void aStoppedInstanceUsesUpItsVolumesAlone() {
        // Given: stopped after an hour; 0.264 are left, of 0.036 an hour, which is after its deadline, and 0.198 to the
        // warning, which is not
        InstanceRow row = row(false, Column.LIVED, "stopped 2026-11-23T13:00:00Z", Column.STATE, "stopped");
        Lifecycle.Sight sight = sight(row, InstanceState.STOPPED, 3_600);

        // When
        Lifecycle.Step step = Lifecycle.decide(sight);

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofMinutes(330), 4));
        assertThat(Lifecycle.decide(
                        sight(row(true, Column.LIVED, "stopped 2026-11-23T13:00:00Z"), InstanceState.STOPPED, 30_000)))
                .isInstanceOf(Lifecycle.Step.TerminateForCost.class);
    }

    @Test
    void theLimitNeverKeepsAnInstancePastItsDeadline() {
        // Given: a limit of 25 hours, and a deadline after 10
        InstanceRow row = row(true, Column.COST_LIMIT, "10.00");

        // When
        List<Lifecycle.Step> steps = List.of(decide(row, 36_000), decide(row, 36_060));

        // Then
        assertThat(steps.getFirst()).isEqualTo(new Lifecycle.Step.Park(GRACE, 4));
        assertThat(steps.getLast()).isInstanceOf(Lifecycle.Step.Terminate.class);
    }

    @Property
    void noParkIsEverLongerThanWithoutALimit(@ForAll @IntRange(max = 40_000) int at, @ForAll boolean warned) {
        Lifecycle.Step without = decide(without(row(warned), Column.COST_LIMIT), at);

        if (decide(row(warned), at) instanceof Lifecycle.Step.Park limited
                && without instanceof Lifecycle.Step.Park unlimited) {
            assertThat(limited.atMost()).isLessThanOrEqualTo(unlimited.atMost());
        }
    }

    @Test
    void withoutAPriceThereIsNothingToHoldALimitBy() {
        assertThat(decide(without(row(false), Column.PRICE_PER_HOUR), 9_000)).isInstanceOf(Lifecycle.Step.Park.class);
    }

    @Test
    void anEndingInstanceIsLeftToItsEnd() {
        assertThat(Lifecycle.decide(sight(row(true), InstanceState.SHUTTING_DOWN, 9_000)))
                .isInstanceOf(Lifecycle.Step.Park.class);
    }

    @Test
    void theEndTellsTheCauseAndTheCost() {
        // Given
        InstanceRow row = row(
                true,
                Column.END_CAUSE,
                "cost",
                Column.STATE,
                "terminated",
                Column.ENDING_SEEN_AT,
                "2026-11-23T13:40:00Z",
                Column.LIVED,
                "shutting-down 2026-11-23T13:40:00Z, terminated 2026-11-23T13:41:00Z");

        // When
        Ending ending = Ending.of(sight(row, InstanceState.TERMINATED, 6_300));

        // Then
        assertThat(ending.type()).isEqualTo("InstanceEnded");
        assertThat(ending.fields().string("cause")).isEqualTo("cost");
        assertThat(ending.fields().object("cost"))
                .isEqualTo(JsonObject.parse("{\"compute\":\"0.60\",\"volumes\":\"0.06\"}"));
        assertThat(ending.fields().string("reason"))
                .isEqualTo("it has cost what its launch allowed: 0.66 USD: computing 0.60, volumes 0.06, of 0.66");
    }

    private static Lifecycle.Step decide(InstanceRow row, long at) {
        return Lifecycle.decide(sight(row, InstanceState.RUNNING, at));
    }

    private static Lifecycle.Sight sight(InstanceRow row, InstanceState state, long at) {
        return new Lifecycle.Sight(
                row,
                Optional.of(aRunning(ID)
                        .in(state)
                        .launchedAt(LAUNCHED)
                        .due(DEADLINE)
                        .build()),
                1,
                Optional.empty(),
                LAUNCHED.plusSeconds(at),
                GRACE);
    }

    private static InstanceRow row(boolean warned, Object... more) {
        Map<Column, String> values = new EnumMap<>(Map.of(
                Column.NAME, "demo",
                Column.CORRELATION_ID, "c0",
                Column.DEADLINE, DEADLINE.toString(),
                Column.LAUNCHED_AT, LAUNCHED.toString(),
                Column.STATE, "running",
                Column.PRICE_PER_HOUR, "0.36",
                Column.VOLUME_PRICE_PER_HOUR, "0.036",
                Column.COST_LIMIT, "0.66"));
        if (warned) {
            values.put(Column.COST_WARNED_AT, LAUNCHED.plusSeconds(5_400).toString());
        }
        for (int i = 0; i < more.length; i += 2) {
            values.put((Column) more[i], (String) more[i + 1]);
        }
        return new InstanceRow(ID, 4, values, List.of());
    }

    private static InstanceRow without(InstanceRow row, Column column) {
        Map<Column, String> values = new EnumMap<>(row.values());
        values.remove(column);
        return new InstanceRow(ID, row.version(), values, List.of());
    }
}
