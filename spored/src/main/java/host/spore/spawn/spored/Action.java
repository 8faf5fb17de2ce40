package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.PowerAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be done, as data. A new action does not compile until every actuator has an answer to it. */
sealed interface Action {
    void perform(Actuators actuators);

    /** Read the tag now, not at the next turn. */
    record Look() implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.look();
        }
    }

    /** Publish {@code AgentStarted}. */
    record SayStarted(Optional<Instant> deadline) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.sayStarted(deadline);
        }
    }

    /** Tell every session that the deadline has moved. */
    record Announce(Instant previous, Instant deadline) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.announce(previous, deadline);
        }
    }

    /**
     * Tell every session, and the bus, that the end is near.
     *
     * @param lead which of the warnings this is; with the deadline, its identity
     * @param left what is really left
     */
    record Warn(Instant deadline, Duration lead, Duration left) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.warn(deadline, lead, left);
        }
    }

    /** Publish {@code DeadlineReached}, at once. */
    record ReportReached(Instant deadline) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.reportReached(deadline);
        }
    }

    /** @param attempt from 1 */
    record PowerOff(int attempt) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.powerOff(attempt);
        }
    }

    /** Leave the marker, tell every session, publish {@code SpotInterrupted}. */
    record Interrupted(SpotNotice notice) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.interrupted(notice);
        }
    }

    /** Publish {@code RebalanceRecommended}. */
    record Rebalance(Instant noticedAt) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.rebalance(noticedAt);
        }
    }

    /**
     * Start the pre-stop hook.
     *
     * @param cause in words, for the journal
     * @param limit how long it may take
     */
    record RunHook(String cause, Duration limit) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.runHook(cause, limit);
        }
    }

    /** Kill the pre-stop hook, however much of its limit is left. */
    record CutHook() implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.cutHook();
        }
    }

    /** Tell every session what will follow unless somebody does something. */
    record WarnIdle(PowerAction action, Instant since, Duration left) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.warnIdle(action, since, left);
        }
    }

    /** Tell every session that the warning is off. */
    record CancelIdle(String reason) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.cancelIdle(reason);
        }
    }

    /** Publish {@code InstanceIdle}. */
    record SayIdle(Instant since, Duration window, PowerAction action, int attempt) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.sayIdle(since, window, action, attempt);
        }
    }

    /** Tell every session that the work is done, and what will follow. */
    record NoticeFinish(Completion completion, CompletionAction action, Duration delay) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.noticeFinish(completion, action, delay);
        }
    }

    /** Publish {@code InstanceFinished}. */
    record SayFinished(Completion completion, CompletionAction action) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.sayFinished(completion, action);
        }
    }

    /** Upload the folder of results. */
    record StoreResults() implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.storeResults();
        }
    }

    /** Publish {@code WorkloadExited}. */
    record SayExited(Exit exit, Optional<String> results) implements Action {
        @Override
        public void perform(Actuators actuators) {
            actuators.sayExited(exit, results);
        }
    }

    /** Remove a file whose content is remembered. */
    record Consume(What what) implements Action {
        enum What {
            COMPLETION,
            EXIT
        }

        @Override
        public void perform(Actuators actuators) {
            actuators.consume(what);
        }
    }
}
