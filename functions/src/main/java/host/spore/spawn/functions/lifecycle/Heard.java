package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.InstanceIdle;
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
                yield row.text(Column.AGENT_VERSION).equals(Optional.of(started.agentVersion()))
                        ? first
                        : first.set(Column.AGENT_VERSION, started.agentVersion());
            }
            case DeadlineWarning warned -> heard;
            case InstanceIdle idle -> heard;
            case SpotInterrupted interrupted -> heard;
            case RebalanceRecommended advice -> heard;
            case InstanceFinished finished -> heard;
            case WorkloadExited exited -> heard;
            case AgentProblem problem -> heard;
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
}
