package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** {@link ImageVolumes} of the EC2 API. */
final class Ec2ImageVolumes implements ImageVolumes {
    /**
     * What a gp3 volume has by itself.
     *
     * @see <a href="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html">3,000 operations, 125 MiB/s</a>
     */
    private static final int GP3_IOPS = 3_000;

    private static final int GP3_THROUGHPUT = 125;

    private final Ec2Client ec2;

    /** An image never changes its volumes. */
    private final Map<String, List<Volume>> known = new ConcurrentHashMap<>();

    Ec2ImageVolumes(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<List<Volume>> of(String imageId) {
        List<Volume> before = known.get(imageId);
        if (before != null) {
            return Optional.of(before);
        }
        try {
            Optional<List<Volume>> found = ec2.describeImages(request -> request.imageIds(imageId)).images().stream()
                    .findFirst()
                    .map(Ec2ImageVolumes::volumes);
            found.ifPresent(volumes -> known.put(imageId, volumes));
            return found;
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && String.valueOf(failure.awsErrorDetails().errorCode()).startsWith("InvalidAMIID.")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    static List<Volume> volumes(Image image) {
        return image.blockDeviceMappings().stream()
                .filter(mapping -> mapping.ebs() != null && mapping.deviceName() != null)
                .map(mapping -> new Volume(
                        mapping.deviceName().equals(image.rootDeviceName()),
                        mapping.ebs().volumeTypeAsString(),
                        mapping.ebs().volumeSize(),
                        hasMore(mapping.ebs())))
                .toList();
    }

    /** Of the others, those that are paid by the operation always have some. */
    private static boolean hasMore(EbsBlockDevice volume) {
        boolean isGp3 = volume.volumeType() == VolumeType.GP3;
        boolean isPaidByOperation = volume.volumeType() == VolumeType.IO1 || volume.volumeType() == VolumeType.IO2;
        return isPaidByOperation
                || (isGp3 && volume.iops() != null && volume.iops() > GP3_IOPS)
                || (isGp3 && volume.throughput() != null && volume.throughput() > GP3_THROUGHPUT);
    }
}
