package host.spore.spawn.functions.launch;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What EC2 tells of its instance types. */
@FunctionalInterface
interface MachineTypes {
    /**
     * All types of this region that have one of these names, or match one of them in which {@code *} stands for any text.
     *
     * @return by name
     */
    List<MachineType> matching(Collection<String> names);

    /**
     * An instance type.
     *
     * @param name see {@link String}
     * @param architecture absent: one that spawn does not launch, as that of a Mac
     * @param current EC2 counts it among the current generation
     * @param nitro so that a running instance learns of changed tags
     * @param metal without a hypervisor
     * @param spot may be had on the spot market
     * @param hibernates EC2 can hibernate instances of it
     * @param processors virtual ones
     * @param memoryMib of its machines
     */
    record MachineType(
            String name,
            @Nullable Architecture architecture,
            boolean current,
            boolean nitro,
            boolean metal,
            boolean spot,
            boolean hibernates,
            int processors,
            long memoryMib) {}
}
