package host.spore.spawn.functions.launch;

import java.util.Map;
import java.util.Optional;

/** {@link MachineTypes} in memory: some of EC2's, as it describes them, and one that it does not have. */
final class FakeMachineTypes implements MachineTypes {
    private static final Map<String, MachineType> TYPES = Map.of(
            "t3.nano", new MachineType(true, 512),
            "t3.micro", new MachineType(true, 1_024),
            "c7i.large", new MachineType(true, 4_096),
            "m7i.odd", new MachineType(true, 2_049),
            "t3.metal", new MachineType(false, 8_192),
            "mac1.metal", new MachineType(false, 32_768),
            "r5.large", new MachineType(true, 153_600),
            "r5.8xlarge", new MachineType(true, 153_601));

    @Override
    public Optional<MachineType> named(String instanceType) {
        return Optional.ofNullable(TYPES.get(instanceType));
    }
}
