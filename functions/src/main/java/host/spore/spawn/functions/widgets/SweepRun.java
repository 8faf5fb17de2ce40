package host.spore.spawn.functions.widgets;

import java.time.Instant;
import java.util.Optional;

/**
 * A sweep and its last run, as its item says.
 *
 * @param sweepId of it
 * @param run from 1
 * @param rows how many it has
 * @param maxConcurrent how many of its instances may live at a time
 * @param status {@code running}, {@code completed} or {@code failed}
 * @param reason why its run ended as it did, or what stops it
 * @param startedAt of this run
 * @param endedAt of this run
 */
record SweepRun(
        String sweepId,
        int run,
        int rows,
        int maxConcurrent,
        String status,
        Optional<String> reason,
        Instant startedAt,
        Optional<Instant> endedAt) {
    boolean isOver() {
        return !status.equals("running");
    }
}
