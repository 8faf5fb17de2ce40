package host.spore.spawn.functions.select;

import host.spore.spawn.events.AlertCommand;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceCommand;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.QueueCommand;
import host.spore.spawn.events.SweepCommand;
import host.spore.spawn.events.Target;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which instances a command about many is about. EC2's tags say what exists, not our table. */
final class Select {
    /**
     * An array's most, which all others keep to. It bounds the flow's history (25,000 events, some 10 for each, and a retry
     * three more) and what it carries (some 200 bytes for each, below the 256 KB of Step Functions).
     */
    static final int MOST = ArrayOrder.MAX;

    private static final String SWEEP_TAG = "spawn:sweep-id";

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
        Target target = target(command).filter(Target::isMany).orElse(null);
        if (target == null) {
            return new Decision.Refuse(command.type()
                    + ": this flow is about every instance of an owner, an array or a sweep; give one of those");
        }
        List<InstanceView> meant =
                living.stream().filter(view -> isOf(target, view)).toList();
        Set<String> groups = meant.stream()
                .flatMap(view -> group(target, view).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (groups.size() > 1) {
            return new Decision.Refuse(groups.size() + " of this name are alive: give the id of one of them, "
                    + String.join(" or ", groups));
        }
        List<Child> children = meant.stream()
                .sorted(Comparator.comparing(view -> view.id().value()))
                .map(view -> Child.of(command.envelope().id(), view))
                .toList();
        if (children.isEmpty()) {
            return new Decision.Refuse("no instance of " + shown(target) + " is alive in this region: check the "
                    + kind(target) + " and the region");
        }
        return children.size() > MOST
                ? new Decision.Refuse(children.size() + " instances of " + shown(target)
                        + " are alive, and one command takes " + MOST + " at most: give their names, one by one")
                : new Decision.These(children);
    }

    /** By name or id; of a sweep the name is what its id begins with. */
    private static boolean isOf(Target target, InstanceView view) {
        if (target.owner() != null) {
            return view.tag("owner").equals(Optional.of(target.owner()));
        }
        if (target.array() != null) {
            Optional<String> given = Optional.of(target.array());
            return view.tag(ArrayTags.ID).equals(given)
                    || view.tag(ArrayTags.NAME).equals(given);
        }
        String sweep = Objects.requireNonNull(target.sweep(), "a target of many has an owner, an array or a sweep");
        return view.tag(SWEEP_TAG)
                .filter(id -> id.equals(sweep) || id.matches(Pattern.quote(sweep) + "-[0-9]{8}-[0-9a-f]{6}"))
                .isPresent();
    }

    /** Two arrays may have one name, one after the other, and members of both be alive. */
    private static Optional<String> group(Target target, InstanceView view) {
        return target.owner() != null ? Optional.empty() : view.tag(target.array() != null ? ArrayTags.ID : SWEEP_TAG);
    }

    private static String kind(Target target) {
        return target.owner() != null ? "owner" : target.array() != null ? "array" : "sweep";
    }

    /** For people: {@code ada}, {@code array work}. */
    static String shown(Target target) {
        return target.owner() != null
                ? target.owner()
                : target.array() != null ? "array " + target.array() : "sweep " + target.sweep();
    }
}
