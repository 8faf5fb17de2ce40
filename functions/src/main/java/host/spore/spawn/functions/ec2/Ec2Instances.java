package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** {@link Instances} of the EC2 API. */
public final class Ec2Instances implements Instances {
    private static final Filter OURS = filter("tag:spawn", "true");
    private static final Filter LIVING = filter("instance-state-name", "pending", "running", "stopping", "stopped");
    private static final Set<String> NOT_FOUND = Set.of("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");

    private final Ec2Client ec2;

    public Ec2Instances(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<InstanceView> find(InstanceId id) {
        try {
            return read(DescribeInstancesRequest.builder()
                            .instanceIds(id.value())
                            .build())
                    .stream()
                    .findFirst();
        } catch (Ec2Exception failure) {
            if (isNotFound(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public List<InstanceView> living() {
        return read(DescribeInstancesRequest.builder().filters(OURS, LIVING).build());
    }

    @Override
    public List<InstanceView> living(Name name) {
        return read(DescribeInstancesRequest.builder()
                .filters(OURS, LIVING, filter("tag:Name", name.value()))
                .build());
    }

    @Override
    public void terminate(InstanceId id) {
        try {
            ec2.terminateInstances(request -> request.instanceIds(id.value()));
        } catch (Ec2Exception failure) {
            if (!isNotFound(failure)) {
                throw failure;
            }
        }
    }

    @Override
    public void tagDeadline(InstanceId id, Instant deadline) {
        ec2.createTags(request -> request.resources(id.value())
                .tags(Tag.builder().key("ttl").value(deadline.toString()).build()));
    }

    @Override
    public void tagNameRefused(InstanceId id, Optional<String> why) {
        try {
            if (why.isPresent()) {
                Tag tag = Tag.builder().key(NAME_REFUSED).value(why.get()).build();
                ec2.createTags(request -> request.resources(id.value()).tags(tag));
            } else {
                // Without a value: whatever it is.
                Tag tag = Tag.builder().key(NAME_REFUSED).build();
                ec2.deleteTags(request -> request.resources(id.value()).tags(tag));
            }
        } catch (Ec2Exception failure) {
            if (!isNotFound(failure)) {
                throw failure;
            }
        }
    }

    /** Several pages, each with reservations of several instances. */
    private List<InstanceView> read(DescribeInstancesRequest request) {
        List<InstanceView> views = new ArrayList<>();
        ec2.describeInstancesPaginator(request)
                .reservations()
                .forEach(reservation -> reservation.instances().forEach(instance -> views.add(view(instance))));
        return List.copyOf(views);
    }

    /** Shared with whoever launches: RunInstances answers in the same words. */
    public static InstanceView view(Instance instance) {
        Map<String, String> tags = new LinkedHashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return new InstanceView(
                new InstanceId(instance.instanceId()),
                InstanceState.parse(instance.state().nameAsString()),
                instance.publicIpAddress(),
                instance.privateIpAddress(),
                instance.launchTime(),
                instance.placement() == null ? "" : instance.placement().availabilityZone(),
                instance.instanceTypeAsString(),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT ? Market.SPOT : Market.ON_DEMAND,
                instance.hibernationOptions() != null
                        && Boolean.TRUE.equals(instance.hibernationOptions().configured()),
                ArrayTags.whole(
                        tags, Optional.ofNullable(instance.amiLaunchIndex()).orElse(0)),
                instance.stateReason() == null ? null : instance.stateReason().code());
    }

    public static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static boolean isNotFound(Ec2Exception failure) {
        return failure.awsErrorDetails() != null
                && NOT_FOUND.contains(failure.awsErrorDetails().errorCode());
    }
}
