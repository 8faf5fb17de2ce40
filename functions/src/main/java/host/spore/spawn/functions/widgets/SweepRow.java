package host.spore.spawn.functions.widgets;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of a sweep that has begun, as its item says.
 *
 * @param index from 0
 * @param name of its instance
 * @param status {@code running}, {@code done}, {@code failed}, {@code cancelled} or {@code skipped}
 * @param reason why it ended as it did
 * @param instance once there is one
 * @param exitCode of its command, once known
 * @param cost US dollars; empty while it lives, and where it is not known
 * @param begunAt when it was its turn
 * @param endedAt once it has ended
 */
record SweepRow(
        int index,
        String name,
        String status,
        Optional<String> reason,
        Optional<String> instance,
        OptionalInt exitCode,
        Optional<String> cost,
        Instant begunAt,
        Optional<Instant> endedAt) {
    static final String RUNNING = "running";
}
