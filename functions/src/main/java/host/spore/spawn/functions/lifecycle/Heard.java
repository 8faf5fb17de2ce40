package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.InstanceIdle;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.RebalanceRecommended;
import host.spore.spawn.events.SpotInterrupted;
import host.spore.spawn.events.WorkloadExited;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what an agent's word changes in its instance's row. */
final class Heard {
    /** In which an extension is refused anyway (DESIGN, four keepers): a power-off before it is none at the deadline. */
    private static final Duration EXPIRY = Duration.ofSeconds(30);

    private Heard() {}

    /** @param at when EventBridge took the event: the agent's own clock may be wrong */
    static RowChange change(InstanceRow row, AgentEvent event, Instant at) {
        RowChange heard = row.instant(Column.AGENT_HEARD_AT)
                        .filter(last -> !last.isBefore(at))
                        .isPresent()
                ? RowChange.NONE
                : RowChange.NONE.set(Column.AGENT_HEARD_AT, at);
        return switch (event) {
            case AgentStarted started -> {
                RowChange first = row.has(Column.AGENT_STARTED_AT) ? heard : heard.set(Column.AGENT_STARTED_AT, at);
                String told = Printable.of(started.agentVersion());
                RowChange version = row.text(Column.AGENT_VERSION).equals(Optional.of(told))
                        ? first
                        : first.set(Column.AGENT_VERSION, told);
                yield Steady.change(row, version, started, at);
            }
            case DeadlineWarning warned -> heard;
            // What follows from it is a command, whose flow writes on the row what it does.
            case InstanceIdle idle -> heard;
            case SpotInterrupted interrupted ->
                row.has(Column.SPOT_WARNED_AT) || isOnDemand(row) ? heard : heard.set(Column.SPOT_WARNED_AT, at);
            case RebalanceRecommended advice ->
                row.has(Column.REBALANCE_ADVISED_AT) ? heard : heard.set(Column.REBALANCE_ADVISED_AT, at);
            case InstanceFinished finished ->
                row.instant(Column.FINISHED_AT)
                                .filter(last -> !last.isBefore(at))
                                .isPresent()
                        ? heard
                        : heard.set(Column.FINISHED_AT, at).set(Column.FINISHED, told(finished));
            // It runs once in an instance's life.
            case WorkloadExited exited -> row.has(Column.WORKLOAD_EXIT_CODE) ? heard : exited(heard, exited);
            case AgentProblem problem -> {
                String told = problem.what().wire() + ": " + Printable.of(problem.detail());
                yield row.text(Column.AGENT_PROBLEM).equals(Optional.of(told))
                        ? heard
                        : heard.set(Column.AGENT_PROBLEM, told);
            }
            case DeadlineReached reached ->
                row.has(Column.DEADLINE_REACHED_AT) || !isCredible(row, at)
                        ? heard
                        : heard.set(Column.DEADLINE_REACHED_AT, at).set(Column.EXPIRING_AT, at);
        };
    }

    /**
     * The agent claims that the deadline has come; the table knows when it comes. Believed blindly, a confused agent would
     * bar its instance from ever being extended.
     */
    static boolean isCredible(InstanceRow row, Instant at) {
        return row.deadline()
                .map(deadline -> !at.isBefore(deadline.minus(EXPIRY)))
                .orElse(true);
    }

    /** {@code success}, or {@code failed, no space left}. */
    static String told(InstanceFinished finished) {
        return finished.status().wire()
                + (finished.message() == null || finished.message().isBlank()
                        ? ""
                        : ", " + Printable.of(finished.message()));
    }

    private static RowChange exited(RowChange heard, WorkloadExited exited) {
        RowChange change = heard.set(Column.WORKLOAD_EXIT_CODE, Integer.toString(exited.exitCode()));
        return exited.results() == null ? change : change.set(Column.WORKLOAD_RESULTS, exited.results());
    }

    /** EC2 interrupts spot instances only: believed of another one, the word would hide who really ended it. */
    private static boolean isOnDemand(InstanceRow row) {
        return row.text(Column.MARKET).equals(Optional.of(Market.ON_DEMAND.wire()));
    }
}
