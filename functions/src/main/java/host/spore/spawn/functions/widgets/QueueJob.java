package host.spore.spawn.functions.widgets;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A job of a run, an array as a whole, or an element of one.
 *
 * @param id of the job
 * @param index which element; empty: the job itself, or the array
 * @param status {@code waiting}, {@code running}, {@code done}, {@code failed}, {@code skipped} or {@code cancelled}
 * @param reason of the status
 * @param waitingFor ids of the jobs that it waited for at the beginning
 * @param elementsDone of an array as a whole
 * @param worker that ran its last try
 * @param attempt number of that try
 * @param startedAt of it
 * @param endedAt when the job came to its end
 * @param exitCode where it ended by itself
 */
record QueueJob(
        String id,
        OptionalInt index,
        String status,
        Optional<String> reason,
        Set<String> waitingFor,
        int elementsDone,
        Optional<String> worker,
        OptionalInt attempt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        OptionalInt exitCode) {
    QueueJob {
        waitingFor = Set.copyOf(waitingFor);
    }

    boolean isOver() {
        return !status.equals("waiting") && !status.equals("running");
    }

    String label() {
        return index.isPresent() ? id + "#" + index.getAsInt() : id;
    }
}
