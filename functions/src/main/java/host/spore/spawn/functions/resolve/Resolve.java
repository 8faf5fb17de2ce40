package host.spore.spawn.functions.resolve;

import host.spore.spawn.events.AlertCommand;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.HibernateInstance;
import host.spore.spawn.events.InstanceCommand;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.QueueCommand;
import host.spore.spawn.events.StartInstance;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.SweepCommand;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lookup.Found;
import java.util.Optional;

/** Decides whether a command can be done to the instance it is about. */
final class Resolve {
    private Resolve() {}

    /** @return the target of a command that is about an instance */
    static Optional<Target> target(Command command) {
        return switch (command) {
            case InstanceCommand instance -> Optional.of(instance.target());
            case LaunchInstance launch -> Optional.empty();
            case QueueCommand queue -> Optional.empty();
            case SweepCommand sweep -> Optional.empty();
            case AlertCommand alert -> Optional.empty();
        };
    }

    /** @return why not; commands that would change nothing are no mistakes, they are confirmed */
    static Optional<String> refusal(Command command, Found.Instance found) {
        return switch (command) {
            case LaunchInstance launch -> Optional.of("LaunchInstance is about no instance");
            case QueueCommand queue -> Optional.of(queue.type() + " is about no instance");
            case SweepCommand sweep -> Optional.of(sweep.type() + " is about no instance");
            case AlertCommand alert -> Optional.of(alert.type() + " is about no instance");
            case ExtendInstance extend -> ended(found);
            case TerminateInstance terminate -> Optional.empty();
            case StopInstance stop ->
                ended(found)
                        .or(
                                () -> spot(found)
                                        .map(
                                                shown -> shown
                                                        + " is a one-time spot instance, which EC2 cannot stop: terminate it, or launch without spot"));
            case HibernateInstance hibernate -> ended(found).or(() -> hibernation(found));
            case StartInstance start ->
                ended(found)
                        .or(() -> found.state()
                                .filter(state -> state == InstanceState.STOPPING)
                                .map(state -> found.shown() + " is still stopping: try again once it has stopped"));
        };
    }

    /** EC2 would refuse it, too; here it is known why, and what to do. */
    private static Optional<String> hibernation(Found.Instance found) {
        if (found.view().isEmpty()) {
            return Optional.empty();
        }
        InstanceView view = found.view().get();
        if (view.market() == Market.SPOT) {
            return Optional.of(found.shown() + " is a one-time spot instance, which cannot hibernate: terminate it, or"
                    + " launch without spot");
        }
        if (!view.hibernation()) {
            return Optional.of(found.shown() + " was launched without hibernation, which cannot be enabled later:"
                    + " stop it, or launch a new one with --hibernation");
        }
        boolean plainly = view.state() == InstanceState.STOPPED && !InstanceView.HIBERNATED.equals(view.endReason());
        return plainly
                ? Optional.of(found.shown() + " is stopped already, without hibernation: start it first")
                : Optional.empty();
    }

    private static Optional<String> ended(Found.Instance found) {
        return found.isEnding()
                ? Optional.of(found.shown() + " has ended ("
                        + found.state().map(InstanceState::wire).orElse("gone") + "): launch a new one")
                : Optional.empty();
    }

    private static Optional<String> spot(Found.Instance found) {
        return market(found) == Market.SPOT ? Optional.of(found.shown()) : Optional.empty();
    }

    static Market market(Found.Instance found) {
        return found.view().map(InstanceView::market).orElse(Market.ON_DEMAND);
    }
}
