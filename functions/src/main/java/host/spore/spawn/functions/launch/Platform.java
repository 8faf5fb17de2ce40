package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.launch.MachineTypes.MachineType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether spawn can run on a machine. */
final class Platform {
    private static final Map<String, String> SUCCESSOR = Map.of(
            "t1", "t3", "t2", "t3", "m3", "m7i", "m4", "m7i", "c3", "c7i", "c4", "c7i", "r3", "r7i", "r4", "r7i");

    private Platform() {}

    /**
     * Why this type cannot be launched, and what to take instead.
     *
     * @param agents for which this deployment has an agent
     */
    static Optional<String> refusal(MachineType type, Set<Architecture> agents) {
        Architecture architecture = type.architecture();
        if (architecture == null) {
            return Optional.of(type.name() + ": Mac instances need a dedicated host for at least 24 hours, which spawn"
                    + " does not manage; launch it with EC2's own tools");
        }
        if (!type.nitro()) {
            // There, tags in instance metadata are not refreshed while the instance runs.
            // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html
            String family = type.name().substring(0, type.name().indexOf('.'));
            String size = type.name().substring(type.name().indexOf('.') + 1);
            String instead = SUCCESSOR.getOrDefault(family, "c7i") + "." + (family.equals("t1") ? "micro" : size);
            return Optional.of(type.name() + ": this type is not on Nitro, so a running instance would not learn of an"
                    + " extended deadline; take a newer one, for example " + instead);
        }
        if (!agents.contains(architecture)) {
            return Optional.of(type.name() + ": this type is " + architecture.wire()
                    + ", and this deployment has no agent for it; take "
                    + switch (architecture) {
                        case ARM64 ->
                            "an Intel or AMD type, for example c7i.large, or deploy one (mvn package -Parm64, then cdk"
                                    + " deploy)";
                        case X86_64 -> "an ARM type, for example c7g.large";
                    });
        }
        return Optional.empty();
    }
}
