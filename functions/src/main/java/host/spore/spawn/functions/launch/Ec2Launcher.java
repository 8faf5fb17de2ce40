package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
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

    /** An image never changes its volumes. */
    private final Map<String, Image> images = new ConcurrentHashMap<>();

    Ec2Launcher(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public LaunchAnswer launch(LaunchRequest request) {
        try {
            List<BlockDeviceMapping> volumes = image(request.imageId())
                    .map(image -> volumesOf(image, request))
                    .orElse(List.of());
            return new LaunchAnswer.Launched(Ec2Instances.view(
                    ec2.runInstances(runRequest(request, volumes)).instances().getFirst()));
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
    public Optional<InstanceView> launchedBefore(String commandId, int attempt) {
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
                .findFirst();
    }

    static RunInstancesRequest runRequest(LaunchRequest request, List<BlockDeviceMapping> volumes) {
        RunInstancesRequest.Builder run = RunInstancesRequest.builder()
                .clientToken(request.clientToken())
                .minCount(1)
                .maxCount(1)
                .imageId(request.imageId())
                .instanceType(request.instanceType())
                .keyName(request.keyName())
                .userData(request.userData())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .iamInstanceProfile(profile -> profile.arn(request.instanceProfileArn()))
                // The agent learns an extension from its tag in metadata; version 1 of that service would hand the
                // role's credentials to whatever on the instance can be made to fetch a URL.
                .metadataOptions(options -> options.httpTokens(HttpTokensState.REQUIRED)
                        .instanceMetadataTags(InstanceMetadataTagsState.ENABLED))
                .tagSpecifications(tagSpecifications(request));
        if (request.hibernationGib() != null) {
            run.hibernationOptions(options -> options.configured(true));
        }
        if (!volumes.isEmpty()) {
            run.blockDeviceMappings(volumes);
        }
        if (!request.securityGroupIds().isEmpty()) {
            run.securityGroupIds(request.securityGroupIds());
        }
        if (request.subnetId() != null) {
            run.subnetId(request.subnetId());
        }
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

    /** Empty when EC2 does not know it. LocalStack: launches such images; on AWS, RunInstances will say what is wrong. */
    private Optional<Image> image(String imageId) {
        Image known = images.get(imageId);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<Image> found = ec2.describeImages(request -> request.imageIds(imageId)).images().stream()
                    .findFirst();
            found.ifPresent(image -> images.put(imageId, image));
            return found;
        } catch (Ec2Exception failure) {
            if (failure.awsErrorDetails() != null
                    && String.valueOf(failure.awsErrorDetails().errorCode()).startsWith("InvalidAMIID.")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Every volume of the image, to be encrypted and to go with the instance: some images keep theirs. */
    static List<BlockDeviceMapping> volumesOf(Image image, LaunchRequest request) {
        return image.blockDeviceMappings().stream()
                .filter(mapping -> mapping.ebs() != null && mapping.deviceName() != null)
                .map(mapping -> BlockDeviceMapping.builder()
                        .deviceName(mapping.deviceName())
                        .ebs(EbsBlockDevice.builder()
                                .volumeSize(size(image, mapping, request))
                                .volumeType(
                                        mapping.deviceName().equals(image.rootDeviceName())
                                                ? request.volumeType()
                                                : null)
                                .encrypted(true)
                                .deleteOnTermination(true)
                                .build())
                        .build())
                .toList();
    }

    private static @Nullable Integer size(Image image, BlockDeviceMapping mapping, LaunchRequest request) {
        Integer size = mapping.ebs().volumeSize();
        if (!mapping.deviceName().equals(image.rootDeviceName())) {
            return size;
        }
        Integer asked = request.volumeSizeGib() == null ? size : request.volumeSizeGib();
        return asked == null || request.hibernationGib() == null
                ? asked
                : Integer.valueOf(asked + request.hibernationGib());
    }
}
