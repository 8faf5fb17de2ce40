package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class ObservationTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // known at second, heard at second -> what counts
        "PENDING 0, RUNNING 5, RUNNING 5",
        "RUNNING 5, PENDING 0, RUNNING 5",
        "STOPPED 9, RUNNING 5, STOPPED 9",
        "STOPPED 9, PENDING 12, PENDING 12",
        // the same second: what comes later in a life
        "PENDING 0, RUNNING 0, RUNNING 0",
        "RUNNING 0, PENDING 0, RUNNING 0",
        // an end absorbs, whatever the times say, and keeps its first time
        "TERMINATED 5, RUNNING 9, TERMINATED 5",
        "RUNNING 9, TERMINATED 5, TERMINATED 5",
        "TERMINATED 9, TERMINATED 5, TERMINATED 5",
        "SHUTTING_DOWN 9, RUNNING 20, SHUTTING_DOWN 9",
        "TERMINATED 9, SHUTTING_DOWN 12, TERMINATED 9",
        "SHUTTING_DOWN 12, TERMINATED 9, TERMINATED 9",
    })
    void theLatestCountsAndEndsAbsorb(String known, String heard, String merged) {
        assertThat(Observation.merge(parse(known), parse(heard))).isEqualTo(parse(merged));
    }

    @Property
    void orderDoesNotMatter(
            @ForAll("observations") @Size(min = 1, max = 8) List<Observation> seen, @ForAll Random random) {
        List<Observation> shuffled = new ArrayList<>(seen);
        Collections.shuffle(shuffled, random);

        assertThat(rowAfter(shuffled)).isEqualTo(rowAfter(seen));
    }

    /** SCENARIOS 2: a whole life with a rest in it, in each of 40,320 orders. */
    @Test
    void everyPermutationOfAWholeLifeEndsTheSame() {
        // Given
        List<Observation> life = new ArrayList<>();
        for (InstanceState state : List.of(
                InstanceState.PENDING,
                InstanceState.RUNNING,
                InstanceState.STOPPING,
                InstanceState.STOPPED,
                InstanceState.PENDING,
                InstanceState.RUNNING,
                InstanceState.SHUTTING_DOWN,
                InstanceState.TERMINATED)) {
            life.add(new Observation(state, START.plusSeconds(life.size())));
        }

        // When, Then
        assertThat(rowAfter(life)).containsEntry(Column.STATE, "terminated");
        assertThat(permutationsOf(life.size(), new ArrayList<>(life), rowAfter(life)))
                .isEqualTo(40_320);
        // Then: without its end it runs, and that is not undone by its rest
        List<Observation> alive = life.subList(0, 6);
        assertThat(rowAfter(alive)).containsEntry(Column.STATE, "running");
        assertThat(permutationsOf(alive.size(), new ArrayList<>(alive), rowAfter(alive)))
                .isEqualTo(720);
    }

    /** Heap's algorithm. */
    private static int permutationsOf(int length, List<Observation> order, Map<Column, String> expected) {
        if (length == 1) {
            assertThat(rowAfter(order)).as(order.toString()).isEqualTo(expected);
            return 1;
        }
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += permutationsOf(length - 1, order, expected);
            Collections.swap(order, length % 2 == 0 ? i : 0, length - 1);
        }
        return count;
    }

    @Property
    void doubledEventsChangeNothing(
            @ForAll("observations") @Size(min = 1, max = 6) List<Observation> seen, @ForAll Random random) {
        List<Observation> doubled = new ArrayList<>();
        seen.forEach(one -> doubled.addAll(Collections.nCopies(1 + random.nextInt(5), one)));
        Collections.shuffle(doubled, random);

        assertThat(rowAfter(doubled)).isEqualTo(rowAfter(seen));
    }

    @Property
    void whatHasEndedStaysEnded(@ForAll("observations") @Size(max = 8) List<Observation> seen, @ForAll Random random) {
        List<Observation> all = new ArrayList<>(seen);
        all.add(new Observation(InstanceState.TERMINATED, START));
        Collections.shuffle(all, random);

        assertThat(rowAfter(all)).containsEntry(Column.STATE, "terminated").doesNotContainKey(Column.ADDRESS);
    }

    @Test
    void anAddressIsOnlyThereWhileItRuns() {
        // Given
        InstanceRow running = row(
                Map.of(Column.STATE, "running", Column.STATE_SEEN_AT, START.toString(), Column.ADDRESS, "203.0.113.7"));

        // When
        RowChange stopped = Observation.change(
                running, new Observation(InstanceState.STOPPING, START.plusSeconds(9)), Optional.empty());

        // Then
        assertThat(stopped)
                .isEqualTo(RowChange.NONE
                        .set(InstanceState.STOPPING)
                        .set(Column.STATE_SEEN_AT, START.plusSeconds(9))
                        .set(Column.LIVED, "stopping 2026-11-23T12:00:09Z")
                        .remove(Column.ADDRESS));
    }

    @Test
    void anAddressThatEc2DoesNotTellYetIsNotForgotten() {
        // Given
        InstanceRow running = row(Map.of(
                Column.STATE,
                "running",
                Column.STATE_SEEN_AT,
                START.toString(),
                Column.LIVED,
                "running " + START,
                Column.ADDRESS,
                "203.0.113.7"));

        // When
        RowChange doubled =
                Observation.change(running, new Observation(InstanceState.RUNNING, START), Optional.empty());

        // Then
        assertThat(doubled).isEqualTo(RowChange.NONE);
    }

    @Test
    void theFirstSightOfAnEndIsItsTime() {
        // Given
        InstanceRow running = row(Map.of(Column.STATE, "running", Column.STATE_SEEN_AT, START.toString()));
        List<Observation> seen = List.of(
                new Observation(InstanceState.TERMINATED, START.plusSeconds(40)),
                new Observation(InstanceState.SHUTTING_DOWN, START.plusSeconds(10)));

        // When
        Map<Column, String> after = apply(running, seen);

        // Then
        assertThat(after)
                .containsEntry(Column.STATE, "terminated")
                .containsEntry(Column.STATE_SEEN_AT, START.plusSeconds(40).toString())
                .containsEntry(Column.ENDING_SEEN_AT, START.plusSeconds(10).toString());
    }

    @Provide
    Arbitrary<List<Observation>> observations() {
        return Combinators.combine(
                        Arbitraries.of(InstanceState.class),
                        Arbitraries.integers().between(0, 5).map(START::plusSeconds))
                .as(Observation::new)
                .list();
    }

    private static Map<Column, String> rowAfter(List<Observation> seen) {
        return apply(InstanceRow.absent(ID), seen);
    }

    private static Map<Column, String> apply(InstanceRow from, List<Observation> seen) {
        InstanceRow row = from;
        for (Observation one : seen) {
            RowChange change = Observation.change(row, one, Optional.empty());
            Map<Column, String> values = new EnumMap<>(Column.class);
            values.putAll(row.values());
            change.remove().forEach(values::remove);
            values.putAll(change.set());
            row = row(values);
        }
        return row.values();
    }

    private static InstanceRow row(Map<Column, String> values) {
        return new InstanceRow(ID, 4, values, List.of());
    }

    private static Observation parse(String text) {
        String[] parts = text.split(" ");
        return new Observation(InstanceState.valueOf(parts[0]), START.plusSeconds(Long.parseLong(parts[1])));
    }
}
