package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.AgentUnsteady;
import host.spore.spawn.events.AlertDestinationAdded;
import host.spore.spawn.events.AlertDestinationRemoved;
import host.spore.spawn.events.AlertDestinationTested;
import host.spore.spawn.events.AlertFailed;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.ArrayReady;
import host.spore.spawn.events.CommandCompleted;
import host.spore.spawn.events.CommandFailed;
import host.spore.spawn.events.CommandRejected;
import host.spore.spawn.events.CostWarning;
import host.spore.spawn.events.DeadlineExtended;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineShortened;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.DriftRepaired;
import host.spore.spawn.events.DriftReported;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.InstanceExpired;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.InstanceHibernated;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceIdle;
import host.spore.spawn.events.InstanceLaunched;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.events.InstanceReady;
import host.spore.spawn.events.InstanceStarted;
import host.spore.spawn.events.InstanceStopped;
import host.spore.spawn.events.InstanceTerminated;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.JobEnded;
import host.spore.spawn.events.JobStarted;
import host.spore.spawn.events.LaunchDelayed;
import host.spore.spawn.events.LaunchFailed;
import host.spore.spawn.events.LaunchRejected;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.Outcome;
import host.spore.spawn.events.QueueCancelled;
import host.spore.spawn.events.QueueCompleted;
import host.spore.spawn.events.QueueFailed;
import host.spore.spawn.events.QueueStarted;
import host.spore.spawn.events.RebalanceRecommended;
import host.spore.spawn.events.SpotInterrupted;
import host.spore.spawn.events.SweepCancelled;
import host.spore.spawn.events.SweepCompleted;
import host.spore.spawn.events.SweepFailed;
import host.spore.spawn.events.SweepStarted;
import host.spore.spawn.events.WorkloadExited;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event is to somebody who wants to be alerted: decides of what kind it is, if of any, and what its cause is, so that
 * two events of one cause are one alert.
 *
 * @param kind see {@link AlertKind}
 * @param cause an id: the event's, or one that several events of the same cause share
 * @param name of the instance or queue, where the event has it
 * @param instance where it is about one
 * @param command the id of the command that began it, where the event has it
 * @param commandType its type
 * @param headline reads on after the name
 * @param lines what else there is to know
 */
record Matter(
        AlertKind kind,
        String cause,
        @Nullable String name,
        @Nullable InstanceId instance,
        @Nullable String command,
        @Nullable String commandType,
        String headline,
        List<String> lines) {
    private static final String WORKERS = "spawn-worker-";

    Matter {
        lines = List.copyOf(lines);
    }

    /** Empty where nobody is alerted. */
    static Optional<Matter> of(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case InstanceLaunched e ->
                        isWorker(e.name().value()) || e.arrayId() != null
                                ? null
                                : new Matter(
                                        AlertKind.LAUNCHED,
                                        id(e),
                                        e.name().value(),
                                        e.instanceId(),
                                        e.commandId(),
                                        "LaunchInstance",
                                        "was launched: " + e.instanceType() + ", "
                                                + e.market().wire() + ", in " + e.zone(),
                                        List.of("It ends " + time(e.deadline()) + "."));
                    case InstanceReady e ->
                        isWorker(e.name().value()) || e.arrayId() != null
                                ? null
                                : new Matter(
                                        AlertKind.READY,
                                        id(e),
                                        e.name().value(),
                                        e.instanceId(),
                                        e.commandId(),
                                        e.commandType(),
                                        "is ready" + (e.dnsName() == null ? "" : ": " + e.dnsName()),
                                        e.dnsRefused() == null
                                                ? List.of("It ends " + time(e.deadline()) + ".")
                                                : List.of(
                                                        "It has no name in DNS: " + e.dnsRefused() + ".",
                                                        "It ends " + time(e.deadline()) + "."));
                    case ArrayReady e ->
                        new Matter(
                                AlertKind.READY,
                                id(e),
                                e.name().value(),
                                null,
                                e.commandId(),
                                e.commandType(),
                                "(array) is ready: " + e.ready() + " of " + e.size()
                                        + (e.dnsName() == null ? "" : ", " + e.dnsName()),
                                e.failed().isEmpty()
                                        ? List.of("It ends " + time(e.deadline()) + ".")
                                        : List.of(
                                                e.size() - e.ready() + " are not; the first: "
                                                        + e.name() + "-"
                                                        + e.failed().getFirst().index() + ": "
                                                        + e.failed().getFirst().reason(),
                                                "It ends " + time(e.deadline()) + "."));
                    // Of an array one word is enough, which its own outcome has.
                    case LaunchFailed e ->
                        e.arrayId() == null
                                ? failed(e, e.name(), e.instanceId(), "was not launched", e.reason())
                                : null;
                    case LaunchRejected e -> failed(e, e.name(), null, "was not launched", e.reason());
                    case CommandFailed e -> failed(e, null, e.instanceId(), e.commandType() + " failed", e.reason());
                    case CommandRejected e -> failed(e, null, null, e.commandType() + " was refused", e.reason());
                    case WorkloadExited e ->
                        e.exitCode() == 0
                                ? null
                                : of(AlertKind.FAILED, e, "'s workload ended with code " + e.exitCode(), List.of());
                    case DeadlineWarning e ->
                        of(
                                AlertKind.WARNING,
                                e,
                                "ends " + time(e.deadline()) + ", in " + span(e.secondsLeft()),
                                List.of("To keep it: spawn extend NAME --by 1h"));
                    case AgentProblem e ->
                        of(
                                AlertKind.WARNING,
                                e,
                                "'s agent has trouble with " + e.what().wire(),
                                List.of(e.detail()));
                    case AgentUnsteady e ->
                        new Matter(
                                AlertKind.WARNING,
                                id(e),
                                e.name(),
                                e.instanceId(),
                                null,
                                null,
                                "'s agent starts again and again",
                                List.of(e.reason()));
                    case LaunchDelayed e ->
                        isWorker(e.name().value())
                                ? null
                                : new Matter(
                                        AlertKind.WARNING,
                                        id(e),
                                        e.name().value(),
                                        null,
                                        e.commandId(),
                                        "LaunchInstance",
                                        "waits for capacity",
                                        List.of(e.reason(), "The next try is " + time(e.nextAt()) + "."));
                    case InstanceExpired e ->
                        isWorker(e.name().value())
                                ? null
                                : ended(
                                        AlertKind.EXPIRED,
                                        id(e),
                                        e.name().value(),
                                        e.instanceId(),
                                        "has reached its end",
                                        e.reason());
                    case InstanceEnded e -> ended(e);
                    case InstanceIdle e ->
                        new Matter(
                                AlertKind.IDLE,
                                // Said again of the same idleness, it is no news.
                                Ids.hash("idle", e.instanceId().value(), Instants.format(e.since())),
                                null,
                                e.instanceId(),
                                null,
                                null,
                                "is idle since " + time(e.since()),
                                List.of("What its launch asked for then: "
                                        + e.action().wire() + "."));
                    case SpotInterrupted e ->
                        new Matter(
                                AlertKind.SPOT,
                                spot(e.instanceId()),
                                null,
                                e.instanceId(),
                                null,
                                null,
                                "is interrupted: EC2 takes the spot capacity back " + time(e.interruptionAt()),
                                List.of());
                    case QueueCompleted e ->
                        queue(
                                e,
                                e.queueId().value(),
                                e.runId(),
                                "is done: " + e.jobs() + " jobs in " + span(e.seconds()),
                                List.of());
                    case QueueFailed e ->
                        queue(
                                e,
                                e.queueId().value(),
                                e.runId(),
                                "failed",
                                List.of(e.reason(), counts(e.done(), e.failed(), e.skipped(), e.cancelled())));
                    case QueueCancelled e ->
                        queue(e, e.queueId().value(), e.runId(), "was cancelled", List.of(e.reason()));
                    case SweepCompleted e ->
                        sweep(
                                e,
                                e.sweepId().value(),
                                e.runId(),
                                "is done: " + e.rows() + " rows in " + span(e.seconds()),
                                List.of());
                    case SweepFailed e ->
                        sweep(
                                e,
                                e.sweepId().value(),
                                e.runId(),
                                "failed",
                                List.of(e.reason(), counts(e.done(), e.failed(), e.skipped(), e.cancelled())));
                    case SweepCancelled e ->
                        sweep(e, e.sweepId().value(), e.runId(), "was cancelled", List.of(e.reason()));
                    case CostWarning e ->
                        new Matter(
                                AlertKind.COST,
                                id(e),
                                e.name().value(),
                                e.instanceId(),
                                null,
                                null,
                                "has used up most of its " + e.costLimit() + " USD: "
                                        + e.cost().sum() + " USD so far",
                                e.reachedAt() == null
                                        ? List.of()
                                        : List.of("The limit ends it " + time(e.reachedAt()) + "."));
                    case DriftReported e ->
                        new Matter(
                                AlertKind.DRIFT,
                                id(e),
                                null,
                                null,
                                null,
                                null,
                                "The reaper found what was amiss: " + e.ended() + " ended, " + e.adopted()
                                        + " adopted, "
                                        + e.repaired() + " repaired, " + e.closed() + " closed, " + e.published()
                                        + " said, " + e.restarted() + " restarted",
                                e.problems());
                    // Whoever asked for it has the outcome before their eyes; the rest is progress, advice or detail.
                    case AlertDestinationAdded e -> null;
                    case AlertDestinationRemoved e -> null;
                    case AlertDestinationTested e -> null;
                    // Two broken destinations would tell each other for ever.
                    case AlertFailed e -> null;
                    case AgentStarted e -> null;
                    case CommandCompleted e -> null;
                    case DeadlineExtended e -> null;
                    case DeadlineReached e -> null;
                    case DeadlineShortened e -> null;
                    case DriftRepaired e -> null;
                    case InstanceFinished e -> null;
                    case InstanceHibernated e -> null;
                    case InstanceObserved e -> null;
                    case NamesListed e -> null;
                    case InstanceStarted e -> null;
                    case InstanceStopped e -> null;
                    case InstanceTerminated e -> null;
                    case JobEnded e -> null;
                    case JobStarted e -> null;
                    case QueueStarted e -> null;
                    case SweepStarted e -> null;
                    case RebalanceRecommended e -> null;
                });
    }

    private static @Nullable Matter ended(InstanceEnded e) {
        String name = e.name().value();
        return switch (e.cause()) {
            case SPOT ->
                ended(AlertKind.SPOT, spot(e.instanceId()), name, e.instanceId(), "was taken back by EC2", e.reason());
            case COST -> ended(AlertKind.COST, id(e), name, e.instanceId(), "has reached its cost limit", e.reason());
            case FINISHED, USER, UNKNOWN ->
                isWorker(name)
                        ? null
                        : ended(
                                AlertKind.EXPIRED,
                                id(e),
                                name,
                                e.instanceId(),
                                e.cause() == EndCause.FINISHED
                                        ? "has done its work and ended"
                                        : "ended before its deadline",
                                e.reason());
            // Said as idle, as the launch's failure, or to whoever asked for it.
            case IDLE, LAUNCH, COMMAND -> null;
        };
    }

    private static Matter ended(
            AlertKind kind, String cause, String name, InstanceId instance, String headline, String reason) {
        return new Matter(kind, cause, name, instance, null, null, headline, List.of(reason));
    }

    private static Matter failed(
            Outcome outcome, @Nullable String name, @Nullable InstanceId instance, String headline, String reason) {
        return new Matter(
                AlertKind.FAILED,
                id(outcome),
                name,
                instance,
                outcome.commandId(),
                outcome.commandType(),
                headline,
                List.of(reason));
    }

    private static Matter of(AlertKind kind, AgentEvent said, String headline, List<String> lines) {
        return new Matter(kind, id(said), null, said.instanceId(), null, null, headline, lines);
    }

    private static Matter queue(Outcome outcome, String queue, String run, String headline, List<String> lines) {
        return new Matter(AlertKind.QUEUE, id(outcome), queue, null, run, "SubmitQueue", "(queue) " + headline, lines);
    }

    private static Matter sweep(Outcome outcome, String sweep, String run, String headline, List<String> lines) {
        return new Matter(AlertKind.SWEEP, id(outcome), sweep, null, run, "LaunchSweep", "(sweep) " + headline, lines);
    }

    private static String counts(int done, int failed, int skipped, int cancelled) {
        return done + " done, " + failed + " failed, " + skipped + " skipped, " + cancelled + " cancelled";
    }

    private static String spot(InstanceId instance) {
        return Ids.hash("spot", instance.value());
    }

    /** An agent chooses its own ids: another instance's events must not be taken for told because of it. */
    private static String id(Event event) {
        return event instanceof AgentEvent said
                ? Ids.hash(
                        "alert",
                        said.instanceId().value(),
                        event.type(),
                        event.envelope().id())
                : event.envelope().id();
    }

    /** A queue's own affair, of which the queue's end tells. */
    private static boolean isWorker(String name) {
        return name.startsWith(WORKERS);
    }

    static String time(Instant at) {
        return "at " + at.toString().replaceFirst("T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z", " $1 UTC");
    }

    static String span(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? hours + " h " + minutes + " m"
                : minutes > 0 ? minutes + " m " + seconds % 60 + " s" : seconds + " s";
    }
}
