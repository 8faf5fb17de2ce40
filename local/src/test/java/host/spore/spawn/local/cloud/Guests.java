package host.spore.spawn.local.cloud;

import host.spore.spawn.events.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Instances that a test gets past the flows, and that end with it. */
public final class Guests implements AutoCloseable {
    private static final String IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private final Cloud cloud;
    private final String imageId;
    private final List<String> ids = new ArrayList<>();

    public Guests(Cloud cloud) {
        this.cloud = cloud;
        this.imageId = cloud.parameters
                .getParameter(request -> request.name(IMAGE))
                .parameter()
                .value();
    }

    public String imageId() {
        return imageId;
    }

    /** Without user data, so without an agent. */
    public InstanceId launched(Map<String, String> tags) {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        TagSpecification tagged = TagSpecification.builder()
                .resourceType(ResourceType.INSTANCE)
                .tags(all)
                .build();
        Instance instance = cloud.ec2
                .runInstances(request -> request.imageId(imageId)
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(tagged))
                .instances()
                .getFirst();
        InstanceId id = new InstanceId(instance.instanceId());
        add(id);
        return id;
    }

    /** Takes in an instance that the test got itself. */
    public void add(InstanceId id) {
        ids.add(id.value());
    }

    @Override
    public void close() {
        if (!ids.isEmpty()) {
            cloud.ec2.terminateInstances(request -> request.instanceIds(ids));
        }
    }
}
