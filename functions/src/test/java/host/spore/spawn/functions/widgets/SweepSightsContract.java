package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link SweepSights} reads of what the package sweep writes. */
abstract class SweepSightsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract SweepSights subject();

    /** As the flow of sweeps does. */
    abstract void begin(SweepRun run);

    /** As the flow of sweeps does. */
    abstract void add(String sweepId, SweepRow row);

    /** A sweep's id that no other test uses. */
    abstract String freshId();

    @Test
    void findsTheLatestSweepsLaunchedOrResumedTheNewestFirst() {
        // Given: later than those of the other tests
        Instant late = Instant.parse("2031-01-01T00:00:00Z");
        SweepRun first = run(freshId(), 1, late);
        SweepRun second = run(freshId(), 2, late.plusSeconds(1));
        SweepRun third = run(freshId(), 1, late.plusSeconds(2));
        begin(first);
        begin(second);
        begin(third);

        // When, Then
        assertThat(subject().latest(2)).containsExactly(third, second);
        assertThat(subject().latest(3)).containsExactly(third, second, first);
    }

    @Test
    void findsASweep() {
        // Given
        SweepRun run = run(freshId(), 1, AT);
        begin(run);

        // When, Then
        assertThat(subject().find(run.sweepId())).contains(run);
        assertThat(subject().find("nobody")).isEmpty();
    }

    @Test
    void readsTheRowsOfASweepInTheirOrder() {
        // Given
        String sweep = freshId();
        SweepRow failed = new SweepRow(
                10,
                sweep + "-10",
                "failed",
                Optional.of("its command ended with 3"),
                Optional.of("i-0123456789abcdef0"),
                OptionalInt.of(3),
                Optional.of("0.25"),
                AT,
                Optional.of(AT.plusSeconds(60)));
        List<SweepRow> running = Stream.of(2, 249, 250, 499, 500, 1_000)
                .map(index -> running(sweep, index))
                .toList();
        SweepRun run = new SweepRun(sweep, 1, 1_001, 4, "running", Optional.empty(), AT, Optional.empty());
        begin(run);
        add(sweep, failed);
        running.reversed().forEach(row -> add(sweep, row));
        add(freshId(), failed);

        // When, Then: and the sweep's own item is none of them
        List<SweepRow> inOrder = new ArrayList<>(running);
        inOrder.add(1, failed);
        assertThat(subject().rows(run)).isEqualTo(inOrder);
    }

    private static SweepRow running(String sweep, int index) {
        return new SweepRow(
                index,
                sweep + "-" + index,
                "running",
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                AT,
                Optional.empty());
    }

    private static SweepRun run(String id, int run, Instant at) {
        return new SweepRun(id, run, 12, 4, "running", Optional.empty(), at, Optional.empty());
    }
}
