package host.spore.spawn.functions.launch;

import java.util.Optional;

/**
 * What hibernation asks of a launch. The memory is written to the root volume, which therefore must be encrypted and have
 * room for it beside what the image has.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html">prerequisites</a>
 */
final class Hibernation {
    private static final long MIB_PER_GIB = 1_024;

    /** Of a Linux instance. */
    private static final long MOST_MEMORY_MIB = 150 * MIB_PER_GIB;

    private static final String AVAILABLE = "aws ec2 describe-instance-types --filters Name=hibernation-supported,"
            + "Values=true lists those that can";

    private Hibernation() {}

    /** Why instances of this type cannot hibernate, and what to do. */
    static Optional<String> refusal(MachineTypes.MachineType type) {
        if (!type.hibernates()) {
            return Optional.of(type.name() + ": EC2 cannot hibernate this type; take another one (" + AVAILABLE
                    + "), or launch without hibernation");
        }
        if (type.memoryMib() > MOST_MEMORY_MIB) {
            return Optional.of(type.name() + ": it has " + gib(type.memoryMib())
                    + " GiB of memory, and EC2 hibernates at most 150 GiB; take a smaller one, or launch without"
                    + " hibernation");
        }
        return Optional.empty();
    }

    /** How much the root volume grows: the memory, in whole GiB. */
    static int room(MachineTypes.MachineType type) {
        return Math.toIntExact(gib(type.memoryMib()));
    }

    private static long gib(long mib) {
        return (mib + MIB_PER_GIB - 1) / MIB_PER_GIB;
    }
}
