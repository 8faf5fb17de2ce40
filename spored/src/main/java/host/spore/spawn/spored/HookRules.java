package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the pre-stop hook runs: once in a boot, before the first of the ends that come. Once it has begun it is not begun
 * again, even when the deadline is extended after that: half a hook twice is worse than one.
 */
final class HookRules {
    /** EC2 may take the machine at the instant of its notice; what is not on its way by then is lost anyway. */
    static final Duration BEFORE_INTERRUPTION = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private HookRules() {}

    static void decide(Turn turn) {
        Optional<Instant> start = start(turn.memory(), turn.settings);
        if (start.isPresent() && !turn.now.isBefore(start.get())) {
            run(turn, "the deadline", turn.settings.preStopTimeout());
        }
        if (turn.readings.jobs().hook()
                && cutAt(turn.memory()).filter(at -> !turn.now.isBefore(at)).isPresent()) {
            turn.act(new Action.CutHook());
        }
    }

    /**
     * Its own time-out before the deadline. A life that is hardly longer than the time-out still belongs to the work for
     * its first half, as with {@link Warnings}.
     */
    static Optional<Instant> start(Memory memory, Settings settings) {
        if (settings.preStop().isEmpty() || memory.boot().hookAt().isPresent()) {
            return Optional.empty();
        }
        return memory.deadline().map(deadline -> {
            Duration half = Duration.between(memory.learnedAt(), deadline.at()).dividedBy(2);
            return deadline.at().minus(Durations.shorter(half, settings.preStopTimeout()));
        });
    }

    /** When what runs must be over: at the deadline, or before an interruption that was announced after it began. */
    static Optional<Instant> cutAt(Memory memory) {
        Optional<Instant> deadline = memory.deadline().map(Deadline::at);
        Optional<Instant> interruption = memory.boot()
                .spot()
                .map(notice -> notice.at().minus(BEFORE_INTERRUPTION))
                .filter(at -> memory.boot().hookAt().filter(at::isAfter).isPresent());
        return interruption.isPresent()
                        && (deadline.isEmpty() || interruption.get().isBefore(deadline.get()))
                ? interruption
                : deadline;
    }

    /** Starts the hook unless it was started before, or no time is left for it. */
    static boolean run(Turn turn, String cause, Duration limit) {
        if (turn.settings.preStop().isEmpty() || turn.boot().hookAt().isPresent()) {
            return false;
        }
        Duration bound = Durations.shorter(limit, turn.settings.preStopTimeout());
        if (turn.deadline().isPresent()) {
            bound = Durations.shorter(Duration.between(turn.now, turn.deadline().get()), bound);
        }
        if (bound.compareTo(SHORTEST) < 0) {
            return false;
        }
        turn.boot(turn.boot().hookAt(turn.now));
        turn.act(new Action.RunHook(cause, bound));
        return true;
    }
}
