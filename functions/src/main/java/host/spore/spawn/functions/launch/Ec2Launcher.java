package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Ec2SshDoors;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.SshDoor;
import host.spore.spawn.functions.ec2.SshDoors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** {@link Launcher} of the EC2 API. */
final class Ec2Launcher implements Launcher {
    private final Ec2Client ec2;

    private final Ec2Images images;

    private final SshDoors doors;
    private final InstantSource clock;

    Ec2Launcher(Ec2Client ec2) {
        this(ec2, new Ec2SshDoors(ec2), InstantSource.system());
    }

    Ec2Launcher(Ec2Client ec2, SshDoors doors, InstantSource clock) {
        this.ec2 = ec2;
        this.images = new Ec2Images(ec2);
        this.doors = doors;
        this.clock = clock;
    }

    @Override
    public LaunchAnswer launch(LaunchRequest request) {
        SshDoor door = request.network().door();
        if (door == null) {
            return run(request);
        }
        return switch (doors.open(door, clock.instant())) {
            case SshDoors.Opened.Ready(String groupId) -> behindADoor(run(request.through(groupId)));
            case SshDoors.Opened.NotNow(String reason) -> new LaunchAnswer.Unknown(reason);
            case SshDoors.Opened.Refused(String reason) -> new LaunchAnswer.Refused(reason);
        };
    }

    /** The reaper may have removed the group just now, as unused: the next try makes it anew. */
    private static LaunchAnswer behindADoor(LaunchAnswer answer) {
        return answer instanceof LaunchAnswer.Refused(String reason) && reason.startsWith("InvalidGroup.NotFound")
                ? new LaunchAnswer.Unknown(reason)
                : answer;
    }

    private LaunchAnswer run(LaunchRequest request) {
        try {
            // LocalStack: launches images that it does not know; on AWS, RunInstances will say what is wrong.
            Optional<Image> image = images.of(request.imageId());
            Optional<String> noRoom = BlockDevices.refusal(image, request.disks());
            if (noRoom.isPresent()) {
                return new LaunchAnswer.Refused(noRoom.get());
            }
            List<BlockDeviceMapping> volumes = BlockDevices.of(image, request.disks());
            return new LaunchAnswer.Launched(ec2.runInstances(runRequest(request, volumes)).instances().stream()
                    .map(Ec2Instances::view)
                    .toList());
        } catch (Ec2Exception failure) {
            String code = failure.awsErrorDetails() == null
                    ? ""
                    : Optional.ofNullable(failure.awsErrorDetails().errorCode()).orElse("");
            String message = failure.awsErrorDetails() == null
                    ? String.valueOf(failure.getMessage())
                    : String.valueOf(failure.awsErrorDetails().errorMessage());
            return LaunchErrors.classify(code, failure.statusCode(), message);
        } catch (SdkClientException noAnswer) {
            // The request may have arrived: only the same token, or a look at the tags, can tell.
            return new LaunchAnswer.Unknown("no answer from EC2: " + noAnswer.getMessage());
        }
    }

    @Override
    public List<InstanceView> launchedBefore(String commandId, int attempt) {
        return ec2
                .describeInstancesPaginator(DescribeInstancesRequest.builder()
                        .filters(
                                Ec2Instances.filter("tag:spawn:command", commandId),
                                Ec2Instances.filter("tag:spawn:attempt", Integer.toString(attempt)))
                        .build())
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Ec2Instances::view)
                .toList();
    }

    static RunInstancesRequest runRequest(LaunchRequest request, List<BlockDeviceMapping> volumes) {
        RunInstancesRequest.Builder run = RunInstancesRequest.builder()
                .clientToken(request.clientToken())
                .minCount(request.count().least())
                .maxCount(request.count().most())
                .imageId(request.imageId())
                .instanceType(request.instanceType())
                .keyName(request.keyName())
                .userData(request.userData())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .iamInstanceProfile(profile -> profile.arn(request.instanceProfileArn()))
                // The agent learns an extension from its tag in metadata; version 1 of that service would hand the
                // role's credentials to whatever on the instance can be made to fetch a URL.
                .metadataOptions(options -> options.httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                        .httpTokens(HttpTokensState.REQUIRED)
                        .instanceMetadataTags(InstanceMetadataTagsState.ENABLED))
                .tagSpecifications(tagSpecifications(request));
        if (request.disks().hibernationGib() != null) {
            run.hibernationOptions(options -> options.configured(true));
        }
        if (!volumes.isEmpty()) {
            run.blockDeviceMappings(volumes);
        }
        if (request.template() != null) {
            LaunchRequest.TemplateVersion template = request.template();
            // Whatever it says: no keeper of the deadline could end an instance that is protected.
            run.launchTemplate(from -> from.launchTemplateId(template.id()).version(Long.toString(template.version())))
                    .disableApiTermination(false)
                    .disableApiStop(false);
        }
        connect(run, request.network());
        if (request.zone() != null) {
            run.placement(placement -> placement.availabilityZone(request.zone()));
        }
        if (request.market() == Market.SPOT) {
            // One-time: a persistent request would start an instance anew after its end, which no deadline would know.
            run.instanceMarketOptions(market -> market.marketType(MarketType.SPOT)
                    .spotOptions(spot -> spot.maxPrice(request.spotMaxPrice())
                            .spotInstanceType(SpotInstanceType.ONE_TIME)
                            .instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE)));
        }
        return run.build();
    }

    /**
     * Only a network interface that is spelled out can be told about a public address, and then groups and subnet belong
     * to it; EC2 refuses them beside it.
     */
    private static void connect(RunInstancesRequest.Builder run, Network network) {
        if (network.publicAddress() != null) {
            run.networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                    .deviceIndex(0)
                    .associatePublicIpAddress(network.publicAddress())
                    .deleteOnTermination(true)
                    .subnetId(network.subnetId())
                    .groups(network.securityGroupIds().isEmpty() ? null : network.securityGroupIds())
                    .build());
            return;
        }
        if (!network.securityGroupIds().isEmpty()) {
            run.securityGroupIds(network.securityGroupIds());
        }
        if (network.subnetId() != null) {
            run.subnetId(network.subnetId());
        }
    }

    private static List<TagSpecification> tagSpecifications(LaunchRequest request) {
        List<Tag> tags = request.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        List<ResourceType> tagged = new ArrayList<>(List.of(ResourceType.INSTANCE, ResourceType.VOLUME));
        if (request.market() == Market.SPOT) {
            tagged.add(ResourceType.SPOT_INSTANCES_REQUEST);
        }
        return tagged.stream()
                .map(type ->
                        TagSpecification.builder().resourceType(type).tags(tags).build())
                .toList();
    }
}
