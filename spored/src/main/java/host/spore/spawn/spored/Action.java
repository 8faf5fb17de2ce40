package host.spore.spawn.spored;

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
}
