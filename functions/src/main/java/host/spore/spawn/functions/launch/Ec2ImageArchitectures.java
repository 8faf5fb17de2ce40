package host.spore.spawn.functions.launch;

import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;

/** {@link ImageArchitectures} of the EC2 API. */
final class Ec2ImageArchitectures implements ImageArchitectures {
    private final Ec2Images images;

    Ec2ImageArchitectures(Ec2Client ec2) {
        this.images = new Ec2Images(ec2);
    }

    @Override
    public Optional<Architecture> of(String imageId) {
        return images.of(imageId).map(Image::architectureAsString).flatMap(Architecture::of);
    }
}
