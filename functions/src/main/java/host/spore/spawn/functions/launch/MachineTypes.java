package host.spore.spawn.functions.launch;

import java.util.Optional;

/** What EC2 tells of its instance types. */
@FunctionalInterface
interface MachineTypes {
    /** @return empty when this region has no such type */
    Optional<MachineType> named(String instanceType);

    /**
     * An instance type.
     *
     * @param hibernates EC2 can hibernate instances of it
     * @param memoryMib of its machines
     */
    record MachineType(boolean hibernates, long memoryMib) {}
}
