package host.spore.spawn.functions.select;

import host.spore.spawn.events.AlertCommand;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceCommand;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.QueueCommand;
import host.spore.spawn.events.SweepCommand;
import host.spore.spawn.events.Target;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides which instances a command about many is about. EC2's tags say what exists, not our table. */
final class Select {
    /**
     * Bounds the flow's history (25,000 events, some 15 for each) and its outcome (some 500 bytes for each, below the
     * 256 KB of Step Functions).
     */
    static final int MOST = 300;

    private Select() {}

    /** Either of the two. */
    sealed interface Decision {
        /** At least one. */
        record These(List<Child> children) implements Decision {}

        /** @param reason for people */
        record Refuse(String reason) implements Decision {}
    }

    /**
     * The command for one of them.
     *
     * @param commandId a hash of the parent's id and the instance's: the same cause makes the same command
     * @param instanceId see {@link InstanceId}
     * @param name as the tag says it
     */
    record Child(String commandId, InstanceId instanceId, String name) {
        static Child of(String parentId, InstanceView view) {
            return new Child(
                    Ids.childOf(parentId + "/" + view.id(), 1),
                    view.id(),
                    view.tag("Name").orElse("unknown"));
        }
    }

    /** @return whom it is about; empty for a command that can be about one instance only */
    static Optional<Target> target(Command command) {
        return switch (command) {
            case InstanceCommand instance -> Optional.of(instance.target());
            case LaunchInstance launch -> Optional.empty();
            case QueueCommand queue -> Optional.empty();
            case SweepCommand sweep -> Optional.empty();
            case AlertCommand alert -> Optional.empty();
        };
    }

    /** @param living all of spawn's instances that are neither ended nor ending */
    static Decision decide(Command command, List<InstanceView> living) {
        String owner = target(command).map(Target::owner).orElse(null);
        if (owner == null) {
            return new Decision.Refuse(
                    command.type() + ": this flow is about every instance of an owner; give one in \"owner\"");
        }
        List<Child> children = living.stream()
                .filter(view -> view.tag("owner").equals(Optional.of(owner)))
                .sorted(Comparator.comparing(view -> view.id().value()))
                .map(view -> Child.of(command.envelope().id(), view))
                .toList();
        if (children.isEmpty()) {
            return new Decision.Refuse(
                    "no instance of " + owner + " is alive in this region: check the owner and the region");
        }
        return children.size() > MOST
                ? new Decision.Refuse(children.size() + " instances of " + owner + " are alive, and one command takes "
                        + MOST + " at most: give their names, one by one")
                : new Decision.These(children);
    }
}
