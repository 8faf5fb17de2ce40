package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.HibernateInstance;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.InstanceIdle;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.RebalanceRecommended;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.SpotInterrupted;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.WorkloadExited;
import host.spore.spawn.functions.ec2.InstanceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what is done because an agent said so. Its word alone chooses nothing: it is measured by what the instance's
 * launch asked for, which stands in tags that the instance cannot change, and by what EC2 says of it now.
 */
final class Asked {
    /** EC2 and EventBridge both tell whole seconds. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private Asked() {}

    /** What is done. */
    sealed interface Answer {
        /** Nothing was asked for, or it is done already. */
        record Nothing() implements Answer {}

        /** @param command to publish: the same event always makes the same one, its id included */
        record Do(Command command) implements Answer {}

        /** @param reason what was claimed, and what is true */
        record Refused(String reason) implements Answer {}

        /** @param reason EC2's read is older than the agent's word: look again */
        record NotYet(String reason) implements Answer {}
    }

    /** Whether EC2 must be looked at. */
    static boolean isAsking(AgentEvent said) {
        return wish(said).isPresent();
    }

    /** @param at when EventBridge took the event: the agent's own clock may be wrong */
    static Answer decide(AgentEvent said, Optional<InstanceView> view, Instant at) {
        Optional<Wish> wish = wish(said);
        if (wish.isEmpty()) {
            return new Answer.Nothing();
        }
        if (view.isEmpty()) {
            return new Answer.NotYet("EC2 does not find the instance");
        }
        return wish.get()
                .doubt(view.get(), at)
                .<Answer>map(Answer.Refused::new)
                .orElseGet(() -> now(said, wish.get(), view.get(), at));
    }

    private static Answer now(AgentEvent said, Wish wish, InstanceView view, Instant at) {
        return switch (view.state()) {
            case PENDING -> new Answer.NotYet("EC2 does not yet say that it runs");
            case RUNNING -> command(said, wish, view, at);
            // A doubled or late word finds it done; whoever did it, it is not to be done again.
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED -> new Answer.Nothing();
        };
    }

    private static Answer command(AgentEvent said, Wish wish, InstanceView view, Instant at) {
        Envelope envelope = new Envelope(
                Envelope.CURRENT,
                // The instance is part of it: an agent that takes another one's ids must not get in its way.
                Ids.childOf(said.instanceId() + "/" + said.envelope().id(), 1),
                view.correlationId().filter(Ids::isValid).orElse(said.envelope().correlationId()),
                at);
        Target target = new Target(said.instanceId().value());
        return switch (wish.action()) {
            case STOP -> new Answer.Do(new StopInstance(envelope, target, wish.reason()));
            case TERMINATE -> new Answer.Do(new TerminateInstance(envelope, target, wish.cause(), wish.reason()));
            case HIBERNATE -> new Answer.Do(new HibernateInstance(envelope, target, wish.reason()));
        };
    }

    private static Optional<Wish> wish(AgentEvent said) {
        return switch (said) {
            case InstanceIdle idle -> {
                SpawnDuration window = new SpawnDuration(Duration.ofSeconds(idle.windowSeconds()));
                yield Optional.of(new Wish(
                        idle.action(),
                        InstanceView.ON_IDLE_TAG,
                        EndCause.IDLE,
                        window.value(),
                        "idle since " + Ending.shown(idle.since()) + ", for " + window));
            }
            case InstanceFinished finished ->
                finished.action()
                        .power()
                        .map(action -> new Wish(
                                action,
                                InstanceView.ON_COMPLETE_TAG,
                                EndCause.FINISHED,
                                Duration.ZERO,
                                "finished: " + Heard.told(finished)));
            case AgentStarted started -> Optional.empty();
            case DeadlineWarning warned -> Optional.empty();
            case DeadlineReached reached -> Optional.empty();
            case SpotInterrupted interrupted -> Optional.empty();
            case RebalanceRecommended advice -> Optional.empty();
            case WorkloadExited exited -> Optional.empty();
            case AgentProblem problem -> Optional.empty();
        };
    }

    /**
     * What an agent wants to happen.
     *
     * @param action that it claims its launch asked for
     * @param policy the tag that holds what its launch did ask for
     * @param cause of the end that comes of it
     * @param window for which nothing has happened
     * @param reason for people
     */
    private record Wish(PowerAction action, String policy, EndCause cause, Duration window, String reason) {
        Optional<String> doubt(InstanceView view, Instant at) {
            Optional<String> asked = view.tag(policy);
            if (!asked.equals(Optional.of(action.wire()))) {
                return Optional.of("the agent claims " + action.wire() + ", and its launch asked for "
                        + asked.orElse("nothing") + " (tag " + policy + ")");
            }
            if (cause == EndCause.IDLE && !isLongEnough(view)) {
                return Optional.of("the agent calls " + window.toSeconds() + " s idle, and its launch allowed "
                        + view.tag(InstanceView.IDLE_TIMEOUT_TAG).orElse("any time"));
            }
            // A word from before a stop and a start would stop it again.
            if (at.plus(SLACK).isBefore(view.launchedAt().plus(window))) {
                return Optional.of("said at " + Ending.shown(at) + ", and it has run only since "
                        + Ending.shown(view.launchedAt()));
            }
            return Optional.empty();
        }

        private boolean isLongEnough(InstanceView view) {
            try {
                return view.tag(InstanceView.IDLE_TIMEOUT_TAG)
                        .map(SpawnDuration::parse)
                        .filter(allowed -> window.compareTo(allowed.value()) >= 0)
                        .isPresent();
            } catch (Refusal unreadable) {
                return false;
            }
        }
    }
}
