package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from EC2's words on the spot capacity: each of them once, however often it is read. A notice that is
 * withdrawn changes nothing more, and one that comes too late for the hook is still passed on.
 */
final class SpotRules {
    /** Within this long of each other two instants speak of one thing: a corrected notice, or one that is made anew with every answer. */
    private static final Duration ONE = Duration.ofHours(1);

    private SpotRules() {}

    static void decide(Turn turn) {
        Optional<SpotNotice> notice = turn.readings.spot().notice();
        Optional<SpotNotice> known = turn.boot().spot();
        if (notice.isPresent() && isKnown(notice.get(), known)) {
            if (notice.get().at().isBefore(known.get().at())) {
                // It comes sooner: a hook that runs is cut sooner.
                turn.boot(turn.boot().spot(notice.get()));
            }
        } else if (notice.isPresent() && turn.readings.canSpeak()) {
            turn.boot(turn.boot().spot(notice.get()));
            turn.act(new Action.Interrupted(notice.get()));
        }
        if (notice.isPresent()) {
            // Not only with the first sight of it: the hook must not wait until the agent knows who it is.
            Instant cut = notice.get().at().minus(HookRules.BEFORE_INTERRUPTION);
            HookRules.run(turn, "the spot interruption", Duration.between(turn.now, cut));
        }
        Optional<Instant> advice = turn.readings.spot().rebalance();
        Optional<Instant> heard = turn.boot().rebalance();
        boolean isNews = advice.isPresent() && (heard.isEmpty() || !isOne(advice.get(), heard.get()));
        if (isNews && turn.readings.canSpeak()) {
            turn.boot(turn.boot().rebalance(advice.get()));
            turn.act(new Action.Rebalance(advice.get()));
        }
    }

    private static boolean isKnown(SpotNotice notice, Optional<SpotNotice> known) {
        return known.isPresent()
                && known.get().action() == notice.action()
                && isOne(notice.at(), known.get().at());
    }

    private static boolean isOne(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(ONE) < 0;
    }
}
