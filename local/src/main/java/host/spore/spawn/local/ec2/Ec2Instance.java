package host.spore.spawn.local.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance as DescribeInstances told of it.
 *
 * @param account the owner
 * @param tagsInMetadata {@code InstanceMetadataTags=enabled}
 * @param profileArn of its instance profile
 */
public record Ec2Instance(
        String id,
        InstanceState state,
        String account,
        String region,
        String zone,
        String reservation,
        String instanceType,
        String imageId,
        String architecture,
        int launchIndex,
        Instant launchTime,
        boolean spot,
        Optional<String> keyName,
        Optional<String> privateAddress,
        Optional<String> privateName,
        Optional<String> publicAddress,
        Optional<String> publicName,
        Optional<String> mac,
        Optional<String> interfaceId,
        Optional<String> subnet,
        Optional<String> vpc,
        List<String> securityGroups,
        Optional<String> profileArn,
        Optional<String> profileId,
        boolean tagsInMetadata,
        Map<String, String> tags) {
    public Ec2Instance {
        securityGroups = List.copyOf(securityGroups);
        tags = Map.copyOf(tags);
    }

    public String arn() {
        return "arn:aws:ec2:" + region + ":" + account + ":instance/" + id;
    }

    /** The tag {@code Name}; without one, the id. */
    public String name() {
        return tags.getOrDefault("Name", id);
    }

    /** {@code demo (i-…)} */
    public String label() {
        return name().equals(id) ? id : name() + " (" + id + ")";
    }
}
