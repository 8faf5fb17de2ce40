package host.spore.spawn.spored;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from the readings.
 *
 * @param next the state to decide from the next time; its memory is to be on disk before the actions are seen
 * @param actions in this order
 * @param lookAgain the next instant at which something may become due without any new reading; empty when nothing will
 */
record Decision(State next, List<Action> actions, Optional<Instant> lookAgain) {
    Decision {
        actions = List.copyOf(actions);
    }
}
