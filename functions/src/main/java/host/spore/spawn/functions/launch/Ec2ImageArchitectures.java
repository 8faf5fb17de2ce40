package host.spore.spawn.functions.launch;

import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;

/** {@link ImageArchitectures} of the EC2 API. */
final class Ec2ImageArchitectures implements ImageArchitectures {
    private final Ec2Client ec2;

    Ec2ImageArchitectures(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<Architecture> of(String imageId) {
        try {
            return ec2.describeImages(request -> request.imageIds(imageId)).images().stream()
                    .findFirst()
                    .map(Image::architectureAsString)
                    .flatMap(Architecture::of);
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && String.valueOf(failure.awsErrorDetails().errorCode()).startsWith("InvalidAMIID.")) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
