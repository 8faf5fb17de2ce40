package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.store.Due;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what the lifecycle execution of an instance does next. It is asked whenever the execution wakes: by a change,
 * or because its next due instant has come. It knows nothing of what woke it, so an extra wake is harmless.
 */
final class Lifecycle {
    /** While EC2 is ending it: the event of its end may be lost, so it is looked at again. */
    static final Duration WHILE_ENDING = Duration.ofSeconds(60);

    static final Duration WHILE_NOT_FOUND = Duration.ofSeconds(15);

    /** As many parks of {@link #WHILE_NOT_FOUND} as fit into {@link Instances#FINDABLE_AFTER}. */
    static final long NOT_FOUND_WAKES = 20;

    /**
     * The history of an execution ends at 25,000 events and its life after a year.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step Functions quotas</a>
     */
    static final long MOST_WAKES = 200;

    static final Duration LONGEST_EXECUTION = Duration.ofDays(300);

    /** So that {@link #LONGEST_EXECUTION} is noticed in time. */
    static final Duration LONGEST_PARK = Duration.ofDays(30);

    private Lifecycle() {}

    /**
     * What the execution sees.
     *
     * @param row may be absent
     * @param view empty when EC2 does not know it
     * @param wakes of this execution
     * @param startedAt of this execution, where it told
     * @param now see {@link Instant}
     * @param grace after the deadline, in which the agent ends the instance itself
     */
    record Sight(
            InstanceRow row,
            Optional<InstanceView> view,
            long wakes,
            Optional<Instant> startedAt,
            Instant now,
            Duration grace) {
        Instant due() {
            return Due.of(Optional.of(row), view).orElse(now);
        }

        Optional<Bill> bill() {
            return Bill.of(Optional.of(row), view);
        }

        Optional<Instant> launchedAt() {
            return Due.launchedAt(Optional.of(row), view);
        }
    }

    /** What to do. */
    sealed interface Step {
        /** Wait for a wake, at most so long; on condition that the row still is at this version. */
        record Park(Duration atMost, long version) implements Step {}

        /** End the instance. */
        record Terminate(String reason) implements Step {}

        /** End the instance, which has cost as much as its launch allowed. */
        record TerminateForCost(String reason) implements Step {}

        /** Say that it soon has. */
        record WarnOfCost(Spending spending) implements Step {}

        /** It has ended: say so. */
        record End(Ending ending) implements Step {}

        /** Let a fresh execution go on. */
        record HandOver() implements Step {}
    }

    static Step decide(Sight sight) {
        if (hasEnded(sight)) {
            return new Step.End(Ending.of(sight));
        }
        if (sight.view().isEmpty()) {
            return parkOrHandOver(sight, WHILE_NOT_FOUND);
        }
        boolean ending = sight.view().get().state().isEnding()
                || sight.row().state().filter(InstanceState::isEnding).isPresent();
        if (ending) {
            return parkOrHandOver(sight, WHILE_ENDING);
        }
        Instant limit = sight.due().plus(sight.grace());
        if (!sight.now().isBefore(limit)) {
            return new Step.Terminate(overdue(sight));
        }
        return Spending.of(sight)
                .flatMap(spending -> spending.due(sight))
                .orElseGet(() -> parkOrHandOver(
                        sight,
                        Duration.between(
                                sight.now(),
                                Spending.of(sight)
                                        .flatMap(spending -> spending.next(sight))
                                        .filter(next -> next.isBefore(limit))
                                        .orElse(limit))));
    }

    private static boolean hasEnded(Sight sight) {
        if (sight.row()
                .state()
                .filter(state -> state == InstanceState.TERMINATED)
                .isPresent()) {
            return true;
        }
        if (sight.view().isPresent()) {
            return sight.view().get().state() == InstanceState.TERMINATED;
        }
        // EC2 forgets an ended instance after about an hour; a young one it has yet to learn of.
        return sight.launchedAt()
                .map(launched -> !sight.now().isBefore(launched.plus(Instances.FINDABLE_AFTER)))
                .orElse(sight.wakes() >= NOT_FOUND_WAKES);
    }

    private static Step parkOrHandOver(Sight sight, Duration atMost) {
        boolean isOld = sight.startedAt()
                .filter(started -> !sight.now().isBefore(started.plus(LONGEST_EXECUTION)))
                .isPresent();
        if (sight.wakes() >= MOST_WAKES || isOld) {
            return new Step.HandOver();
        }
        Duration park = atMost.compareTo(LONGEST_PARK) > 0 ? LONGEST_PARK : atMost;
        // Whole seconds, rounded up: woken a moment before it is due, the execution would spin.
        long seconds = Math.max(1, park.plusNanos(999_999_999).toSeconds());
        return new Step.Park(Duration.ofSeconds(seconds), sight.row().version());
    }

    private static String overdue(Sight sight) {
        return "deadline " + Ending.shown(sight.due()) + " passed "
                + sight.grace().toSeconds()
                + " s ago; spored had not powered the instance off (" + Ending.lastHeard(sight.row())
                + "), so the lifecycle terminated it";
    }
}
