package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Volumes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;

class BlockDevicesTest {
    @Test
    void everyVolumeIsEncryptedByTheKeyAndGoesWithTheInstance() {
        // When
        List<BlockDeviceMapping> devices = BlockDevices.of(
                Optional.of(image("/dev/xvda", "/dev/xvdb")),
                disks("alias/lab", new Volumes.Data(100, "gp3"), new Volumes.Data(7, "gp2")));

        // Then
        assertThat(devices)
                .extracting(BlockDeviceMapping::deviceName)
                .containsExactly("/dev/xvda", "/dev/xvdb", "/dev/sdf", "/dev/sdg");
        assertThat(devices).allSatisfy(device -> {
            assertThat(device.ebs().encrypted()).isTrue();
            assertThat(device.ebs().deleteOnTermination()).isTrue();
            assertThat(device.ebs().kmsKeyId()).isEqualTo("alias/lab");
        });
        assertThat(devices.subList(2, 4))
                .extracting(
                        device -> device.ebs().volumeSize() + " " + device.ebs().volumeTypeAsString())
                .containsExactly("100 gp3", "7 gp2");
    }

    /** The kernel may call either the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/dev/sda1 /dev/sdf           | /dev/sdg /dev/sdh",
                "/dev/xvda /dev/xvdf /dev/sdh | /dev/sdg /dev/sdi",
                "/dev/sda1 /dev/sdg1          | /dev/sdf /dev/sdh",
                "xvda sdf                     | /dev/sdg /dev/sdh",
            })
    void aNameThatTheImageUsesIsLeftToIt(String ofImage, String given) {
        assertThat(BlockDevices.of(
                                Optional.of(image(ofImage.split(" "))),
                                disks(null, new Volumes.Data(1, "gp3"), new Volumes.Data(1, "gp3")))
                        .stream()
                        .map(BlockDeviceMapping::deviceName)
                        .filter(name -> !List.of(ofImage.split(" ")).contains(name)))
                .containsExactly(given.split(" "));
    }

    @Test
    void whatTheImageHasNoNamesForIsRefused() {
        // Given
        Optional<Image> full = Optional.of(image("/dev/sda1", "/dev/sdf", "/dev/sdg", "/dev/sdh", "/dev/sdi"));
        Volumes.Data[] eight =
                IntStream.range(0, 8).mapToObj(i -> new Volumes.Data(1, "gp3")).toArray(Volumes.Data[]::new);

        // When, Then
        assertThat(BlockDevices.refusal(full, disks(null, eight)))
                .contains(
                        "8 data volumes: the image has volumes of its own and leaves names for 7; give fewer, or another"
                                + " image");
        assertThat(BlockDevices.refusal(full, disks(null, Arrays.copyOf(eight, 7))))
                .isEmpty();
        assertThat(BlockDevices.refusal(Optional.empty(), disks(null, eight))).isEmpty();
    }

    private static Disks disks(@org.jspecify.annotations.Nullable String kmsKey, Volumes.Data... data) {
        return new Disks(null, null, null, kmsKey, List.of(data));
    }

    private static Image image(String... devices) {
        return Image.builder()
                .rootDeviceName(devices[0])
                .blockDeviceMappings(Stream.of(devices)
                        .map(device -> BlockDeviceMapping.builder()
                                .deviceName(device)
                                .ebs(EbsBlockDevice.builder().volumeSize(8).build())
                                .build())
                        .toList())
                .build();
    }
}
