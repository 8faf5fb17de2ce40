package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.PowerAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The hands of the agent. Every method returns at once, whatever hangs behind it, and none of them throws. */
interface Actuators {
    void look();

    void sayStarted(Optional<Instant> deadline);

    void announce(Instant previous, Instant deadline);

    void warn(Instant deadline, Duration lead, Duration left);

    void reportReached(Instant deadline);

    void powerOff(int attempt);

    void interrupted(SpotNotice notice);

    void rebalance(Instant noticedAt);

    void runHook(String cause, Duration limit);

    void cutHook();

    void warnIdle(PowerAction action, Instant since, Duration left);

    void cancelIdle(String reason);

    void sayIdle(Instant since, Duration window, PowerAction action, int attempt);

    void noticeFinish(Completion completion, CompletionAction action, Duration delay);

    void sayFinished(Completion completion, CompletionAction action);

    void storeResults();

    void sayExited(Exit exit, Optional<String> results);

    void consume(Action.Consume.What what);
}
