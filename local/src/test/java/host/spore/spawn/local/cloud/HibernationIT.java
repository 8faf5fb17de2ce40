package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Hibernation, from the option to what becomes of the instance. LocalStack: memory is not kept, it boots anew. */
class HibernationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private final Cloud cloud = Cloud.get();

    @Test
    void anInstanceThatNobodyUsesHibernatesIsStartedAgainAndHibernatesOnDemand() {
        // Given
        String name = cloud.newName("nap");
        String launch = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "t3.micro",
                "--ttl",
                "20m",
                "--idle-timeout",
                "30s",
                "--on-idle",
                "hibernate");
        Heard ready = outcome(launch, "InstanceReady");
        String instance = ready.detail().string("instanceId");
        String address = ready.detail().string("dnsName") + ".";
        Await.until("the record", PATIENCE, () -> hasRecord(address));

        // Then: EC2 was asked for all that hibernation needs
        Instance launched = cloud.describe(instance);
        assertThat(launched.hibernationOptions().configured()).isTrue();
        Volume root = root(launched);
        assertThat(root.encrypted()).isTrue();
        assertThat(root.size()).isGreaterThan(imageSize(launched));

        // When: nothing happens on it
        Heard idle = about("InstanceIdle", instance);

        // Then
        assertThat(idle.detail().string("action")).isEqualTo("hibernate");
        Heard hibernated = about("InstanceHibernated", instance);
        assertThat(hibernated.detail().string("reason")).contains("idle since");
        assertThat(hibernated.detail().string("correlationId")).isEqualTo(launch);
        Instance asleep = cloud.describe(instance);
        assertThat(asleep.state().name()).isEqualTo(InstanceStateName.STOPPED);
        assertThat(asleep.stateReason().code()).isEqualTo("Client.UserInitiatedHibernate");
        assertThat(cloud.tap.all(heard -> heard.isAbout(instance)
                        && (heard.type().equals("InstanceStopped")
                                || heard.type().equals("CommandFailed"))))
                .isEmpty();
        Await.until("the record is gone", PATIENCE, () -> !hasRecord(address));

        // When, Then
        outcome(cloud.accepted("start", name), "InstanceStarted");
        outcome(cloud.accepted("hibernate", name), "InstanceHibernated");
        outcome(cloud.accepted("hibernate", name), "InstanceHibernated");
        outcome(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void whatWasNotEnabledAtItsLaunchIsNotHibernatedAndRunsOn() {
        // Given
        String name = cloud.newName("awake");
        String launch = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "10m");
        String instance = outcome(launch, "InstanceReady").detail().string("instanceId");

        // When
        Heard rejected = outcome(cloud.accepted("hibernate", name), "CommandRejected");

        // Then
        assertThat(rejected.detail().string("reason")).contains("was launched without hibernation");
        assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.RUNNING);
        outcome(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void whatIsStoppedPlainlyHasNoMemoryToKeep() {
        // Given
        String name = cloud.newName("fell");
        String launch = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "10m", "--hibernation");
        String instance = outcome(launch, "InstanceReady").detail().string("instanceId");
        cloud.ec2.stopInstances(request -> request.instanceIds(instance));

        // When
        Heard rejected = outcome(cloud.accepted("hibernate", name), "CommandRejected");

        // Then
        assertThat(rejected.detail().string("reason")).contains("is stopped already, without hibernation");
        outcome(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void aTypeThatCannotHibernateAndSpotAreRefused() {
        // When
        Heard rejected = outcome(
                cloud.accepted("launch", cloud.newName("big"), "--instance-type", "i4i.large", "--hibernation"),
                "LaunchRejected");
        Cloud.Ran spot =
                cloud.spawn("launch", "cheap", "--instance-type", "t3.micro", "--spot", "--on-complete", "hibernate");

        // Then
        assertThat(rejected.detail().string("reason")).startsWith("i4i.large: EC2 cannot hibernate this type");
        assertThat(spot.exit()).isEqualTo(2);
        assertThat(spot.err()).contains("--on-complete hibernate: a spot instance");
    }

    /** The deadline goes on: the lifecycle is the keeper that is left. */
    @Test
    void aHibernatedInstanceEndsAtItsDeadline() {
        // Given
        String name = cloud.newName("late");
        String launch = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "110s", "--hibernation");
        String instance = outcome(launch, "InstanceReady").detail().string("instanceId");
        outcome(cloud.accepted("hibernate", name), "InstanceHibernated");

        // Then
        Heard expired = about("InstanceExpired", instance);
        assertThat(expired.detail().string("keeper")).isEqualTo("lifecycle");
    }

    private boolean hasRecord(String address) {
        return cloud.dns.listHostedZones().hostedZones().stream()
                .flatMap(zone -> cloud
                        .dns
                        .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone.id()))
                        .resourceRecordSets()
                        .stream())
                .anyMatch(record -> record.name().equals(address));
    }

    private Volume root(Instance instance) {
        String id = instance.blockDeviceMappings().stream()
                .filter(mapping -> mapping.deviceName().equals(instance.rootDeviceName()))
                .findFirst()
                .orElseThrow()
                .ebs()
                .volumeId();
        return cloud.ec2
                .describeVolumes(request -> request.volumeIds(id))
                .volumes()
                .getFirst();
    }

    private int imageSize(Instance instance) {
        return cloud.ec2.describeImages(request -> request.imageIds(instance.imageId())).images().stream()
                .flatMap(image -> image.blockDeviceMappings().stream())
                .findFirst()
                .orElseThrow()
                .ebs()
                .volumeSize();
    }

    private Heard outcome(String command, String type) {
        Heard heard = cloud.tap.await(
                "the outcome of " + command,
                PATIENCE,
                said -> said.answers(command) && !said.type().equals("InstanceLaunched"));
        assertThat(heard.type()).as(heard.detail().toString()).isEqualTo(type);
        return heard;
    }

    private Heard about(String type, String instance) {
        return cloud.tap.await(
                type + " of " + instance,
                PATIENCE,
                heard -> heard.isAbout(instance) && heard.type().equals(type));
    }
}
