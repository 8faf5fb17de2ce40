package host.spore.spawn.functions.sweep;

import java.time.Instant;
import java.util.Optional;

/**
 * How a row ended. Written once; nothing that is heard later changes it.
 *
 * @param status see {@link RowStatus}
 * @param reason for people
 * @param at when
 * @param cause of the instance's end, as its event names it; empty where there was none
 * @param cost US dollars; empty when unknown
 * @param results where they are kept; empty when none are
 */
record RowEnd(
        RowStatus status,
        String reason,
        Instant at,
        Optional<String> cause,
        Optional<String> cost,
        Optional<String> results) {
    static RowEnd of(RowStatus status, String reason, Instant at) {
        return new RowEnd(status, reason, at, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
