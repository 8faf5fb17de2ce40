package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;

class Ec2ImageVolumesTest {
    @Test
    void whatIsPaidForBesideTheSizeIsSeen() {
        // Given
        Image image = Image.builder()
                .rootDeviceName("/dev/xvda")
                .blockDeviceMappings(
                        volume(
                                "/dev/xvda",
                                ebs -> ebs.volumeType("gp3")
                                        .volumeSize(8)
                                        .iops(3_000)
                                        .throughput(125)),
                        volume(
                                "/dev/xvdb",
                                ebs -> ebs.volumeType("gp3").volumeSize(9).iops(3_001)),
                        volume(
                                "/dev/xvdc",
                                ebs -> ebs.volumeType("gp3").volumeSize(10).throughput(126)),
                        volume(
                                "/dev/xvdd",
                                ebs -> ebs.volumeType("io2").volumeSize(11).iops(100)),
                        volume("/dev/xvde", ebs -> ebs.volumeType("gp2").volumeSize(12)),
                        BlockDeviceMapping.builder()
                                .deviceName("/dev/xvdf")
                                .virtualName("ephemeral0")
                                .build())
                .build();

        // When
        List<ImageVolumes.Volume> volumes = Ec2ImageVolumes.volumes(image);

        // Then
        assertThat(volumes)
                .containsExactly(
                        new ImageVolumes.Volume(true, "gp3", 8, false),
                        new ImageVolumes.Volume(false, "gp3", 9, true),
                        new ImageVolumes.Volume(false, "gp3", 10, true),
                        new ImageVolumes.Volume(false, "io2", 11, true),
                        new ImageVolumes.Volume(false, "gp2", 12, false));
    }

    private static BlockDeviceMapping volume(String device, Consumer<EbsBlockDevice.Builder> ebs) {
        return BlockDeviceMapping.builder().deviceName(device).ebs(ebs).build();
    }
}
