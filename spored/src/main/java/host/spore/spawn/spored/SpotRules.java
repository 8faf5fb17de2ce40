package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from EC2's words on the spot capacity: each of them once, however often it is read. A notice that is
 * withdrawn changes nothing more, and one that comes too late for the hook is still passed on.
 */
final class SpotRules {
    private SpotRules() {}

    static void decide(Turn turn) {
        Optional<SpotNotice> notice = turn.readings.spot().notice();
        if (notice.isPresent()
                && turn.readings.canSpeak()
                && !notice.equals(turn.boot().spot())) {
            turn.boot(turn.boot().spot(notice.get()));
            turn.act(new Action.Interrupted(notice.get()));
        }
        if (notice.isPresent()) {
            // Not only with the first sight of it: the hook must not wait until the agent knows who it is.
            Instant cut = notice.get().at().minus(HookRules.BEFORE_INTERRUPTION);
            HookRules.run(turn, "the spot interruption", Duration.between(turn.now, cut));
        }
        Optional<Instant> advice = turn.readings.spot().rebalance();
        if (advice.isPresent()
                && turn.readings.canSpeak()
                && !advice.equals(turn.boot().rebalance())) {
            turn.boot(turn.boot().rebalance(advice.get()));
            turn.act(new Action.Rebalance(advice.get()));
        }
    }
}
