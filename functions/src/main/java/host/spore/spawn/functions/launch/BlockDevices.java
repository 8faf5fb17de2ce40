package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * The block devices of a launch: every volume of the image, and the blank ones that were asked for. All are encrypted and
 * go with the instance, whatever the image says: some images keep theirs.
 */
final class BlockDevices {
    /**
     * Those for volumes beside the root, {@code /dev/sdf} to {@code /dev/sdp}.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html">device names</a>
     */
    private static final String LETTERS = "fghijklmnop";

    private BlockDevices() {}

    /** @param image empty when EC2 does not know it; on AWS, RunInstances will then say so */
    static List<BlockDeviceMapping> of(Optional<Image> image, Disks disks) {
        List<BlockDeviceMapping> all = new ArrayList<>();
        image.ifPresent(known -> known.blockDeviceMappings().stream()
                .filter(mapping -> mapping.ebs() != null && mapping.deviceName() != null)
                .map(mapping -> ofImage(known, mapping, disks))
                .forEach(all::add));
        List<String> free = free(image);
        for (int i = 0; i < disks.data().size(); i++) {
            Volumes.Data volume = disks.data().get(i);
            all.add(device("/dev/sd" + free.get(i), volume.sizeGib(), volume.type(), disks.kmsKey()));
        }
        return all;
    }

    /** Why there is no room for them; an image may have volumes of its own under the same names. */
    static Optional<String> refusal(Optional<Image> image, Disks disks) {
        int free = free(image).size();
        return disks.data().size() <= free
                ? Optional.empty()
                : Optional.of(
                        disks.data().size() + " data volumes: the image has volumes of its own and leaves names for "
                                + free + "; give fewer, or another image");
    }

    /** {@code /dev/sdf} and {@code /dev/xvdf} are one device: which of the two is seen is the kernel's choice. */
    private static List<String> free(Optional<Image> image) {
        Set<String> taken = image.stream()
                .flatMap(known -> known.blockDeviceMappings().stream())
                .map(BlockDeviceMapping::deviceName)
                .filter(name -> name != null)
                .map(name -> name.replaceFirst("^(/dev/)?(sd|xvd)", "").replaceFirst("[0-9]+$", ""))
                .collect(Collectors.toSet());
        return LETTERS.chars()
                .mapToObj(Character::toString)
                .filter(letter -> !taken.contains(letter))
                .toList();
    }

    private static BlockDeviceMapping ofImage(Image image, BlockDeviceMapping mapping, Disks disks) {
        boolean root = mapping.deviceName().equals(image.rootDeviceName());
        return device(
                mapping.deviceName(),
                root
                        ? rootGib(mapping.ebs().volumeSize(), disks)
                        : mapping.ebs().volumeSize(),
                root ? disks.rootType() : null,
                disks.kmsKey());
    }

    private static @Nullable Integer rootGib(@Nullable Integer ofImage, Disks disks) {
        Integer asked = disks.rootGib() == null ? ofImage : disks.rootGib();
        return asked == null || disks.hibernationGib() == null
                ? asked
                : Integer.valueOf(asked + disks.hibernationGib());
    }

    private static BlockDeviceMapping device(
            String name, @Nullable Integer gib, @Nullable String type, @Nullable String kmsKey) {
        return BlockDeviceMapping.builder()
                .deviceName(name)
                .ebs(EbsBlockDevice.builder()
                        .volumeSize(gib)
                        .volumeType(type)
                        .encrypted(true)
                        .kmsKeyId(kmsKey)
                        .deleteOnTermination(true)
                        .build())
                .build();
    }
}
