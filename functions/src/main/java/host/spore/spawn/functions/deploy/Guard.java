package host.spore.spawn.functions.deploy;

import host.spore.spawn.functions.ec2.InstanceView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether the stack may go: with it go the lifecycle and the reaper, two of the four keepers. */
final class Guard {
    /** The parameter's value that allows it. */
    static final String END_INSTANCES = "end-instances";

    private static final int NAMED = 10;

    private Guard() {}

    /** What to do about a deletion. */
    sealed interface Decision {
        /** Nothing lives. */
        record Allow() implements Decision {}

        /** The user has said so. */
        record EndFirst(List<InstanceView> instances) implements Decision {}

        /** @param reason names them, and what to do */
        record Refuse(String reason) implements Decision {}
    }

    static Decision decide(List<InstanceView> living, Optional<String> onDestroy, String parameter) {
        if (living.isEmpty()) {
            return new Decision.Allow();
        }
        if (onDestroy.filter(END_INSTANCES::equals).isPresent()) {
            return new Decision.EndFirst(living);
        }
        String named = living.stream()
                .limit(NAMED)
                .map(view -> view.tag("Name").orElse("?") + " (" + view.id() + ")")
                .collect(Collectors.joining(", "));
        String more = living.size() > NAMED ? " and " + (living.size() - NAMED) + " more" : "";
        return new Decision.Refuse(
                (living.size() == 1 ? "1 instance is alive: " : living.size() + " instances are alive: ") + named + more
                        + ". Without this stack only their own agents would end them. Terminate them first (spawn terminate"
                        + " NAME), or allow it: aws ssm put-parameter --overwrite --type String --name " + parameter
                        + " --value " + END_INSTANCES);
    }
}
