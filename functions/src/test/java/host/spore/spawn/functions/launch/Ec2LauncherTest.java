package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.ec2.FakeSshDoors;
import host.spore.spawn.functions.ec2.SshDoor;
import host.spore.spawn.functions.ec2.SshDoors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

class Ec2LauncherTest {
    private static final SshDoor DOOR = new SshDoor("vpc-1", "203.0.113.7/32");

    private final FakeSshDoors doors = new FakeSshDoors();
    private final Recording ec2 = new Recording();
    private final Launcher launcher = new Ec2Launcher(ec2, doors, InstantSource.fixed(Instant.EPOCH));

    @Test
    void groupsAndSubnetStandInTheCallAsLongAsNothingIsSaidAboutAnAddress() {
        // When
        RunInstancesRequest run = request(new Network(List.of("sg-1", "sg-2"), "subnet-1", null, null), null);

        // Then
        assertThat(run.securityGroupIds()).containsExactly("sg-1", "sg-2");
        assertThat(run.subnetId()).isEqualTo("subnet-1");
        assertThat(run.hasNetworkInterfaces()).isFalse();
        assertThat(run.launchTemplate()).isNull();
        assertThat(run.disableApiTermination()).isNull();
    }

    /** EC2 refuses groups and a subnet beside an interface. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void withAWordAboutTheAddressTheyMoveIntoTheInterface(boolean publicAddress) {
        // When
        RunInstancesRequest run = request(new Network(List.of("sg-1", "sg-2"), "subnet-1", publicAddress, null), null);

        // Then
        assertThat(run.hasSecurityGroupIds()).isFalse();
        assertThat(run.subnetId()).isNull();
        assertThat(run.networkInterfaces()).singleElement().satisfies(network -> {
            assertThat(network.deviceIndex()).isZero();
            assertThat(network.associatePublicIpAddress()).isEqualTo(publicAddress);
            assertThat(network.subnetId()).isEqualTo("subnet-1");
            assertThat(network.groups()).containsExactly("sg-1", "sg-2");
            assertThat(network.deleteOnTermination()).isTrue();
        });
    }

    /** Everything that a guarantee rests on is in the call, where it counts before the template. */
    @Test
    void aTemplateIsPinnedAndOverruled() {
        // When
        RunInstancesRequest run = request(
                new Network(List.of("sg-1"), null, null, null),
                new LaunchRequest.TemplateVersion("lt-0123456789abcdef0", 7));

        // Then
        assertThat(run.launchTemplate().launchTemplateId()).isEqualTo("lt-0123456789abcdef0");
        assertThat(run.launchTemplate().version()).isEqualTo("7");
        assertThat(run.disableApiTermination()).isFalse();
        assertThat(run.disableApiStop()).isFalse();
        assertThat(run.instanceInitiatedShutdownBehavior()).isEqualTo(ShutdownBehavior.TERMINATE);
        assertThat(run.metadataOptions().httpEndpoint()).isEqualTo(InstanceMetadataEndpointState.ENABLED);
        assertThat(run.metadataOptions().httpTokens()).isEqualTo(HttpTokensState.REQUIRED);
        assertThat(run.imageId()).isEqualTo("ami-1");
        assertThat(run.instanceTypeAsString()).isEqualTo("t3.micro");
        assertThat(run.userData()).isEqualTo("IyEK");
        assertThat(run.iamInstanceProfile().arn()).isEqualTo("arn:profile");
        assertThat(run.securityGroupIds()).containsExactly("sg-1");
    }

    @Test
    void aDoorIsOpenedBeforeTheCallAndItsGroupIsInIt() {
        // Given
        String group = doors.made(DOOR, Instant.EPOCH);

        // When
        launcher.launch(behind(DOOR));

        // Then
        assertThat(ec2.runs)
                .singleElement()
                .satisfies(run -> assertThat(run.securityGroupIds()).containsExactly("sg-own", group));
    }

    /** EC2 refuses a token that comes back with another group. */
    @Test
    void aDoorThatWasMadeAnewIsAnotherRequest() {
        // Given
        launcher.launch(behind(DOOR));
        doors.remove("sg-00000001");

        // When
        launcher.launch(behind(DOOR));

        // Then
        assertThat(ec2.runs).extracting(RunInstancesRequest::clientToken).doesNotHaveDuplicates();
        assertThat(ec2.runs.getLast().securityGroupIds()).containsExactly("sg-own", "sg-00000002");
    }

    @Test
    void aGroupThatIsGoneIsNoReasonToGiveUp() {
        // Given
        ec2.failure = "InvalidGroup.NotFound";

        // When, Then
        assertThat(launcher.launch(behind(DOOR))).isInstanceOf(LaunchAnswer.Unknown.class);
        assertThat(launcher.launch(behind(null))).isInstanceOf(LaunchAnswer.Refused.class);
    }

    @Test
    void whatTheDoorSaysIsTheAnswer() {
        // Given
        doors.answerNext(new SshDoors.Opened.Refused("full"));

        // When, Then
        assertThat(launcher.launch(behind(DOOR))).isEqualTo(new LaunchAnswer.Refused("full"));
        doors.answerNext(new SshDoors.Opened.NotNow("slow down"));
        assertThat(launcher.launch(behind(DOOR))).isEqualTo(new LaunchAnswer.Unknown("slow down"));
        assertThat(ec2.runs).isEmpty();
    }

    private static LaunchRequest behind(@Nullable SshDoor door) {
        return launch(new Network(List.of("sg-own"), null, null, door), null);
    }

    private static RunInstancesRequest request(Network network, LaunchRequest.@Nullable TemplateVersion template) {
        return Ec2Launcher.runRequest(launch(network, template), List.of());
    }

    private static LaunchRequest launch(Network network, LaunchRequest.@Nullable TemplateVersion template) {
        return new LaunchRequest(
                "c1",
                1,
                "t3.micro",
                null,
                Market.ON_DEMAND,
                null,
                "ami-1",
                Disks.OF_THE_IMAGE,
                "IyEK",
                Map.of("spawn", "true"),
                null,
                "arn:profile",
                network,
                template,
                LaunchRequest.Count.ONE);
    }

    /** Launches nothing: only what it was asked matters here. */
    private static final class Recording implements Ec2Client {
        private final List<RunInstancesRequest> runs = new ArrayList<>();
        private String failure = "InternalError";

        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}

        @Override
        public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
            return DescribeImagesResponse.builder().build();
        }

        @Override
        public RunInstancesResponse runInstances(RunInstancesRequest request) {
            runs.add(request);
            throw Ec2Exception.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(failure)
                            .errorMessage("why")
                            .build())
                    .build();
        }
    }
}
