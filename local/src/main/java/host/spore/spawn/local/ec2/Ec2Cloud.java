package host.spore.spawn.local.ec2;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Tag;

/** {@link Cloud} by the SDK. */
public final class Ec2Cloud implements Cloud {
    private static final Filter ALIVE = Filter.builder()
            .name("instance-state-name")
            .values("pending", "running", "stopping", "stopped", "shutting-down")
            .build();

    private final Ec2Client ec2;
    private final String region;

    public Ec2Cloud(Ec2Client ec2, String region) {
        this.ec2 = ec2;
        this.region = region;
    }

    @Override
    public List<Ec2Instance> instances(boolean withTerminated) {
        return asked("DescribeInstances", () -> {
            List<Ec2Instance> found = new ArrayList<>();
            ec2.describeInstancesPaginator(request -> {
                        if (!withTerminated) {
                            request.filters(ALIVE);
                        }
                    })
                    .reservations()
                    .forEach(reservation -> reservation
                            .instances()
                            .forEach(instance -> of(reservation, instance).ifPresent(found::add)));
            return List.copyOf(found);
        });
    }

    @Override
    public Optional<byte[]> userData(String instanceId) {
        return asked(
                "DescribeInstanceAttribute",
                () -> Optional.ofNullable(ec2.describeInstanceAttribute(request ->
                                        request.instanceId(instanceId).attribute(InstanceAttributeName.USER_DATA))
                                .userData())
                        .map(attribute -> attribute.value())
                        .filter(value -> !value.isEmpty())
                        .map(value -> Base64.getMimeDecoder().decode(value)));
    }

    @Override
    public ShutdownBehavior shutdownBehavior(String instanceId) {
        return asked("DescribeInstanceAttribute", () -> {
            String value = ec2.describeInstanceAttribute(request -> request.instanceId(instanceId)
                            .attribute(InstanceAttributeName.INSTANCE_INITIATED_SHUTDOWN_BEHAVIOR))
                    .instanceInitiatedShutdownBehavior()
                    .value();
            return "terminate".equals(value) ? ShutdownBehavior.TERMINATE : ShutdownBehavior.STOP;
        });
    }

    @Override
    public void end(String instanceId, ShutdownBehavior how) {
        switch (how) {
            case TERMINATE ->
                asked("TerminateInstances", () -> ec2.terminateInstances(request -> request.instanceIds(instanceId)));
            case STOP -> asked("StopInstances", () -> ec2.stopInstances(request -> request.instanceIds(instanceId)));
        }
    }

    private Optional<Ec2Instance> of(Reservation reservation, Instance instance) {
        @Nullable
        String state = instance.state() == null ? null : instance.state().nameAsString();
        if (state == null) {
            return Optional.empty();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : instance.tags()) {
            tags.put(tag.key(), tag.value());
        }
        Optional<InstanceNetworkInterface> first =
                instance.networkInterfaces().stream().findFirst();
        Optional<IamInstanceProfile> profile = Optional.ofNullable(instance.iamInstanceProfile());
        return InstanceState.of(state)
                .map(known -> new Ec2Instance(
                        instance.instanceId(),
                        known,
                        reservation.ownerId(),
                        region,
                        instance.placement() == null || instance.placement().availabilityZone() == null
                                ? region + "a"
                                : instance.placement().availabilityZone(),
                        reservation.reservationId(),
                        instance.instanceTypeAsString(),
                        instance.imageId(),
                        Optional.ofNullable(instance.architectureAsString()).orElse("x86_64"),
                        Optional.ofNullable(instance.amiLaunchIndex()).orElse(0),
                        instance.launchTime(),
                        instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                        text(instance.keyName()),
                        text(instance.privateIpAddress()),
                        text(instance.privateDnsName()),
                        text(instance.publicIpAddress()),
                        text(instance.publicDnsName()),
                        first.map(InstanceNetworkInterface::macAddress),
                        first.map(InstanceNetworkInterface::networkInterfaceId),
                        text(instance.subnetId()),
                        text(instance.vpcId()),
                        instance.securityGroups().stream()
                                .map(GroupIdentifier::groupId)
                                .toList(),
                        profile.map(IamInstanceProfile::arn),
                        profile.map(IamInstanceProfile::id),
                        Optional.ofNullable(instance.metadataOptions())
                                .map(InstanceMetadataOptionsResponse::instanceMetadataTags)
                                .filter(InstanceMetadataTagsState.ENABLED::equals)
                                .isPresent(),
                        tags));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    private static <T> T asked(String call, Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException failed) {
            // The count of attempts differs from call to call: without it, the same trouble is the same message.
            String message = String.valueOf(failed.getMessage()).replaceAll(" \\(SDK Attempt Count: \\d+\\)", "");
            throw new CloudException(call + ": " + message, failed);
        }
    }
}
