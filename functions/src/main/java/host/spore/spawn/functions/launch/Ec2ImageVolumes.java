package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
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

    private final Ec2Images images;

    Ec2ImageVolumes(Ec2Client ec2) {
        this.images = new Ec2Images(ec2);
    }

    @Override
    public Optional<List<Volume>> of(String imageId) {
        return images.of(imageId).map(Ec2ImageVolumes::volumes);
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
