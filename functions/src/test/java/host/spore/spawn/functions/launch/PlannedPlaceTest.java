package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.SshDoor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where, with which disks, as whom, and by which template. */
class PlannedPlaceTest extends Planning {
    @Test
    void whereAndBehindWhichDoorItIsLaunchedIsInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"subnetId\":\"subnet-0a1b2c3d\",\"securityGroupIds\":[\"sg-0a1b2c3d\"],"
                        + "\"sshFrom\":\"203.0.113.7/32\",\"publicAddress\":false");

        // Then
        assertThat(Network.read(plan))
                .isEqualTo(new Network(
                        List.of("sg-1", "sg-2", "sg-0a1b2c3d"),
                        "subnet-0a1b2c3d",
                        false,
                        new SshDoor("vpc-1", "203.0.113.7/32")));
    }

    @Test
    void theVolumesThatWereAskedForAreInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"kmsKey\":\"alias/lab\",\"volumeSizeGib\":20,\"volumeType\":\"gp2\","
                        + "\"dataVolumes\":[{\"sizeGib\":100},{\"sizeGib\":7,\"type\":\"gp2\"}]");

        // Then
        assertThat(Disks.read(plan, plan.objects("candidates").getFirst()))
                .isEqualTo(new Disks(
                        20,
                        "gp2",
                        null,
                        "alias/lab",
                        List.of(new Volumes.Data(100, "gp3"), new Volumes.Data(7, "gp2"))));
    }

    @Test
    void aDeclaredProfileIsTakenWithItsSecretsAndNoReferenceTravelsInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"command\":\"make\",\"instanceProfile\":\"genomics\",\"secrets\":{\"TOKEN\":\""
                        + FakeProfiles.SECRET + "\"}");

        // Then
        assertThat(plan.string("instanceProfileArn")).isEqualTo("arn:aws:iam::123456789012:instance-profile/genomics");
    }

    @Test
    void withoutSessionManagerItIsTheOtherBuiltInProfile() {
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"sessionManager\":false")
                        .string("instanceProfileArn"))
                .isEqualTo("arn:aws:iam::123456789012:instance-profile/quiet");
    }

    @Test
    void aTemplateFillsInAndItsVersionIsPinned() {
        // Given
        templates.put(
                "lab",
                "$Latest",
                new Templates.Template(
                        "lt-0123456789abcdef0",
                        7,
                        "ami-87654321",
                        "c7i.large",
                        Set.of("ImageId", "KeyName"),
                        Set.of()));

        // When
        JsonObject plan = planned(VARIABLES, "\"launchTemplate\":\"lab:$Latest\"");

        // Then
        assertThat(plan.object("platforms").object("x86_64").string("imageId")).isEqualTo("ami-87654321");
        assertThat(plan.objects("candidates").getFirst().string("instanceType")).isEqualTo("c7i.large");
        assertThat(plan.object("launchTemplate").toString())
                .isEqualTo("{\"id\":\"lt-0123456789abcdef0\",\"version\":7}");
    }

    /** What a template brings is looked at as if it had been said. */
    @Test
    void aTemplatesTypeIsRefusedLikeAnyOther() {
        // Given
        templates.put(
                "lab",
                "$Default",
                new Templates.Template("lt-0123456789abcdef0", 1, null, "t2.micro", Set.of(), Set.of()));

        // When, Then
        assertThat(rejected("\"launchTemplate\":\"lab\"")).startsWith("t2.micro: this type is not on Nitro");
    }

    @Test
    void aTemplateThatIsNotThereIsRefused() {
        assertThat(rejected("\"launchTemplate\":\"lab:3\""))
                .isEqualTo("--launch-template lab:3: this region has no such template, or none of this version; aws ec2"
                        + " describe-launch-templates lists them");
    }

    @Test
    void nothingIsLookedAtForALaunchThatNamesNothing() {
        // Given
        networks.failNext();

        // When, Then
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\"").string("instanceProfileArn"))
                .endsWith("/spawn");
    }
}
