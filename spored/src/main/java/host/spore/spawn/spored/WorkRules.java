package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import java.util.Optional;

/** What follows when the user's work ends: its exit, and its word that it is done. */
final class WorkRules {
    private WorkRules() {}

    static void decide(Turn turn) {
        exit(turn);
        notice(turn);
        finish(turn);
    }

    /** The results are on their way before anybody hears of the exit. */
    private static void exit(Turn turn) {
        if (turn.readings.host().exit().isEmpty()) {
            return;
        }
        Exit exit = turn.readings.host().exit().get();
        Optional<String> stamp = Optional.of(exit.stamp());
        if (stamp.equals(turn.memory().work().exit())) {
            turn.act(new Action.Consume(Action.Consume.What.EXIT));
        } else if (!turn.readings.canSpeak() || turn.readings.jobs().storing()) {
            return;
        } else if (turn.settings.storesResults() && !stamp.equals(turn.state.storedFor())) {
            turn.act(new Action.StoreResults());
            turn.state = turn.state.storing(exit.stamp());
        } else {
            turn.act(new Action.SayExited(
                    exit, turn.settings.storesResults() ? turn.readings.jobs().stored() : Optional.empty()));
            turn.work(turn.memory().work().exit(exit.stamp()));
        }
    }

    /** Consumed only once it is remembered: a restart must neither lose it nor finish twice. */
    private static void notice(Turn turn) {
        if (turn.readings.host().completion().isEmpty()) {
            return;
        }
        Completion completion = turn.readings.host().completion().get();
        boolean known = turn.memory()
                .work()
                .finish()
                .filter(finish -> finish.completion().stamp().equals(completion.stamp()))
                .isPresent();
        if (known) {
            turn.act(new Action.Consume(Action.Consume.What.COMPLETION));
        } else {
            turn.work(turn.memory().work().finish(new Memory.Finish(completion, turn.now, false)));
            turn.act(new Action.NoticeFinish(completion, turn.settings.onComplete(), turn.settings.completionDelay()));
        }
    }

    private static void finish(Turn turn) {
        Optional<Memory.Finish> pending = turn.memory().work().finish().filter(finish -> !finish.said());
        if (pending.isEmpty()
                || !turn.readings.canSpeak()
                || !turn.hasPassed(pending.get().noticedAt(), turn.settings.completionDelay())) {
            return;
        }
        boolean exitUnsaid = turn.readings
                .host()
                .exit()
                .filter(exit ->
                        !Optional.of(exit.stamp()).equals(turn.memory().work().exit()))
                .isPresent();
        if (exitUnsaid || turn.readings.jobs().storing()) {
            // The control plane may end the machine as soon as it hears of the completion.
            return;
        }
        // What hibernates goes on afterwards, in the same boot: a hook that has run would be missing at its end.
        boolean saves = turn.settings.onComplete() != CompletionAction.NONE
                && turn.settings.onComplete() != CompletionAction.HIBERNATE;
        if (saves
                && (turn.readings.jobs().hook()
                        || HookRules.run(turn, "the completion", turn.settings.preStopTimeout()))) {
            return;
        }
        Completion completion = pending.get().completion();
        turn.act(new Action.SayFinished(completion, turn.settings.onComplete()));
        turn.work(turn.memory()
                .work()
                .finish(new Memory.Finish(completion, pending.get().noticedAt(), true)));
    }
}
