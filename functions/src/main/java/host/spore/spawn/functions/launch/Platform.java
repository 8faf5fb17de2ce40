package host.spore.spawn.functions.launch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an instance type's name tells about its machine. */
final class Platform {
    /**
     * Not on Nitro: there, tags in instance metadata are not refreshed while the instance runs, so an extension would
     * never reach the agent.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html">tags in metadata</a>
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html">Nitro types</a>
     */
    private static final Set<String> XEN = Set.of(
            "t1", "t2", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "cc1", "cc2", "cg1", "cr1", "r3", "r4", "i2", "i3",
            "d2", "h1", "hi1", "hs1", "g2", "g3", "g3s", "p2", "p3", "x1", "x1e", "f1");

    private static final Map<String, String> SUCCESSOR = Map.of(
            "t1", "t3", "t2", "t3", "m3", "m7i", "m4", "m7i", "c3", "c7i", "c4", "c7i", "r3", "r7i", "r4", "r7i");

    /** Graviton: a g among the letters after the generation (c7g, m6gd, im4gn, c7gn), which g5 or g4dn do not have. */
    private static final Pattern ARM = Pattern.compile("(a1|[a-z]+\\d+[a-z]*g[a-z]*)");

    private static final Pattern MAC = Pattern.compile("mac\\d.*");

    private Platform() {}

    /** Why this type cannot be launched, and what to take instead. */
    static Optional<String> refusal(String instanceType) {
        String family = instanceType.substring(0, instanceType.indexOf('.'));
        String size = instanceType.substring(instanceType.indexOf('.') + 1);
        if (XEN.contains(family) && !size.equals("metal")) {
            String instead = SUCCESSOR.getOrDefault(family, "c7i") + "." + (family.equals("t1") ? "micro" : size);
            return Optional.of(instanceType + ": this type is not on Nitro, so a running instance would not learn of an"
                    + " extended deadline; take a newer one, for example " + instead);
        }
        if (ARM.matcher(family).matches()) {
            return Optional.of(instanceType + ": this type is arm64 and the agent of this deployment is built for"
                    + " x86_64; take an Intel or AMD type, for example c7i.large");
        }
        if (MAC.matcher(family).matches()) {
            return Optional.of(instanceType + ": Mac instances need a dedicated host for at least 24 hours, which spawn"
                    + " does not manage; launch it with EC2's own tools");
        }
        return Optional.empty();
    }
}
