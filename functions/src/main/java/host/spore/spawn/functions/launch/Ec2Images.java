package host.spore.spawn.functions.launch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;

/** What EC2 says of images, each asked for once: an image never changes its volumes, nor what it is built for. */
final class Ec2Images {
    private final Ec2Client ec2;
    private final Map<String, Image> known = new ConcurrentHashMap<>();

    Ec2Images(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    /** @return empty when EC2 does not know it */
    Optional<Image> of(String imageId) {
        Image before = known.get(imageId);
        if (before != null) {
            return Optional.of(before);
        }
        try {
            Optional<Image> found = ec2.describeImages(request -> request.imageIds(imageId)).images().stream()
                    .findFirst();
            found.ifPresent(image -> known.put(imageId, image));
            return found;
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && String.valueOf(failure.awsErrorDetails().errorCode()).startsWith("InvalidAMIID.")) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
