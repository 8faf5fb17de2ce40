package host.spore.spawn.functions.launch;

import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** {@link MachineTypes} of the EC2 API. */
final class Ec2MachineTypes implements MachineTypes {
    private final Ec2Client ec2;

    Ec2MachineTypes(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<MachineType> named(String instanceType) {
        try {
            return ec2
                    .describeInstanceTypes(request -> request.instanceTypesWithStrings(instanceType))
                    .instanceTypes()
                    .stream()
                    .findFirst()
                    .map(type -> new MachineType(
                            Boolean.TRUE.equals(type.hibernationSupported()),
                            type.memoryInfo().sizeInMiB()));
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && "InvalidInstanceType".equals(failure.awsErrorDetails().errorCode())) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
