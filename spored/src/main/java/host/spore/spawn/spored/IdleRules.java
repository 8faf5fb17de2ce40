package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.PowerAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows when nothing happens: a warning, then {@code InstanceIdle}, again and again until the machine stops.
 * Nothing here moves the deadline. A restarted agent begins the window anew: it did not see what happened meanwhile.
 *
 * <p>The pre-stop hook runs only before a termination, which takes the disk away; after a stop its work is still there,
 * and after a hibernation its memory, too.
 */
final class IdleRules {
    static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration LEAD = Duration.ofMinutes(5);
    /** A sample from before a hibernation says nothing of the time after it. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private IdleRules() {}

    static void decide(Turn turn) {
        if (turn.settings.idleTimeout().isEmpty()
                || turn.readings.host().activity().isEmpty()
                || finishing(turn)) {
            return;
        }
        Duration window = turn.settings.idleTimeout().get();
        Activity activity = turn.readings.host().activity().get();
        if (!activity.at().equals(turn.state.idle().sampledAt())) {
            look(turn, activity);
        }
        Optional<Instant> since = turn.state.idle().since();
        boolean fresh = Duration.between(activity.at(), turn.now).compareTo(STALE) < 0;
        if (since.isPresent() && fresh) {
            act(turn, activity, since.get(), window);
        }
    }

    private static void look(Turn turn, Activity activity) {
        State.Idle idle = turn.state.idle();
        // What the hook itself does is no sign of life.
        if (activity.idle() || idle.committed()) {
            turn.state = turn.state.with(idle.quiet(activity.from(), activity.at()));
            return;
        }
        if (idle.warnedAt().isPresent()) {
            turn.act(new Action.CancelIdle(activity.reasons().get(0)));
        }
        turn.state = turn.state.with(idle.active(activity.at()));
    }

    private static void act(Turn turn, Activity activity, Instant since, Duration window) {
        State.Idle idle = turn.state.idle();
        Instant due = since.plus(window);
        Duration lead = lead(window);
        if (idle.warnedAt().isEmpty()) {
            if (!turn.now.isBefore(due.minus(lead))) {
                turn.act(new Action.WarnIdle(turn.settings.onIdle(), since, lead));
                turn.state = turn.state.with(idle.warned(turn.now));
            }
            return;
        }
        // By the sample, not by the clock: the last minute must have been looked at, too.
        boolean over =
                !activity.at().isBefore(due) && turn.hasPassed(idle.warnedAt().get(), lead);
        boolean again = idle.saidAt().isEmpty() || turn.hasPassed(idle.saidAt().get(), AGAIN);
        if (!over || !again || !turn.readings.canSpeak() || turn.readings.jobs().hook()) {
            return;
        }
        if (turn.settings.onIdle() == PowerAction.TERMINATE
                && HookRules.run(turn, "the end by idleness", turn.settings.preStopTimeout())) {
            turn.state = turn.state.with(idle.commit());
            return;
        }
        State.Idle said = idle.said(turn.now);
        turn.act(new Action.SayIdle(since, window, turn.settings.onIdle(), said.attempt()));
        turn.state = turn.state.with(said);
    }

    /** A fifth of a short window, so that the warning is not given to somebody who has just stopped typing. */
    static Duration lead(Duration window) {
        Duration fifth = window.dividedBy(5);
        return Durations.shorter(fifth, LEAD);
    }

    /** A completion's action will follow in a moment; once it has been asked for, idleness is its backstop. */
    private static boolean finishing(Turn turn) {
        return turn.settings.onComplete() != CompletionAction.NONE
                && turn.memory()
                        .work()
                        .finish()
                        .filter(finish -> !finish.said())
                        .isPresent();
    }
}
