package host.spore.spawn.functions.launch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeHypervisor;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.UsageClassType;

/**
 * {@link MachineTypes} of the EC2 API. By filter, which knows patterns, and for which a name that does not exist is no
 * error: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html
 */
final class Ec2MachineTypes implements MachineTypes {
    private final Ec2Client ec2;

    /** A type never changes, and a new one may wait until Lambda starts this function anew. What was not found, is not kept. */
    private final Map<Set<String>, List<MachineType>> known = new ConcurrentHashMap<>();

    Ec2MachineTypes(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public List<MachineType> matching(Collection<String> names) {
        Set<String> asked = new TreeSet<>(names);
        List<MachineType> before = known.get(asked);
        if (before != null) {
            return before;
        }
        List<MachineType> found = ec2
                .describeInstanceTypesPaginator(request -> request.filters(
                        Filter.builder().name("instance-type").values(asked).build()))
                .instanceTypes()
                .stream()
                .map(Ec2MachineTypes::type)
                .sorted(Comparator.comparing(MachineType::name))
                .toList();
        if (!found.isEmpty()) {
            known.put(asked, found);
        }
        return found;
    }

    private static MachineType type(InstanceTypeInfo info) {
        boolean metal = Boolean.TRUE.equals(info.bareMetal());
        return new MachineType(
                info.instanceTypeAsString(),
                info.processorInfo().supportedArchitecturesAsStrings().stream()
                        .map(Architecture::of)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null),
                Boolean.TRUE.equals(info.currentGeneration()),
                // Bare metal has no hypervisor, and is Nitro all the same:
                // https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
                metal || info.hypervisor() == InstanceTypeHypervisor.NITRO,
                metal,
                info.supportedUsageClasses().contains(UsageClassType.SPOT),
                Boolean.TRUE.equals(info.hibernationSupported()),
                info.vCpuInfo().defaultVCpus(),
                info.memoryInfo().sizeInMiB());
    }
}
