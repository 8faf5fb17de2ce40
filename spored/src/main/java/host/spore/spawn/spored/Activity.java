package host.spore.spawn.spored;

import java.time.Instant;
import java.util.List;

/**
 * What happened on the machine between two samples.
 *
 * @param from the earlier one
 * @param at the later one
 * @param reasons why it counts as active, in words; none when it was idle. The first sample has one, because nothing
 *     is known of the time before it, and so has whatever could not be read.
 */
record Activity(Instant from, Instant at, List<String> reasons) {
    Activity {
        reasons = List.copyOf(reasons);
    }

    boolean idle() {
        return reasons.isEmpty();
    }
}
