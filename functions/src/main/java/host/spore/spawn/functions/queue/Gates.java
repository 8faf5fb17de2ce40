package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.compile.Gate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gates of a run. Branches park at them by a write of their own: {@code SET task_token} on condition
 * {@code attribute_exists(waiting)}, so that nobody parks at a gate that waits for nothing any more.
 */
interface Gates {
    /** Makes those that are not there. */
    void begin(String runId, List<Gate> gates, Instant expiresAt);

    /** Takes a label out of what the gate waits for. Twice changes nothing, and finds the same. */
    State release(String runId, String target, String label);

    /** Resolves the gate as skipped, if it still waits. Twice changes nothing, and finds the same. */
    State skip(String runId, String target, String cause);

    /** How a gate stands after that. */
    sealed interface State {}

    /** It has no item: whoever waits at it is told so by the item's absence. */
    record Missing() implements State {}

    /** It waits for others still. */
    record Shut() implements State {}

    /** @param token of the branch that is parked there, if one is; it may have its answer already */
    record Open(Optional<String> token) implements State {}

    /** @param token as of {@link Open} */
    record Skipped(Optional<String> token) implements State {}
}
