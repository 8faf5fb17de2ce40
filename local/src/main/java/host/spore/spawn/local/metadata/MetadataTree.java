package host.spore.spawn.local.metadata;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.ec2.Ec2Instance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the metadata service of one instance says at one moment: paths and their contents, all computed from what EC2
 * says of the instance.
 *
 * <p>Differs from EC2: there is no signature of the identity document ({@code pkcs7}, {@code rsa2048}: 404), since only
 * AWS can sign it; the role has the name of the instance profile, as CDK and the console name them alike.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">the categories</a>
 */
final class MetadataTree {
    private static final String META = "latest/meta-data/";
    /** EC2 gives role credentials for about six hours and renews them well before they end. */
    private static final Duration CREDENTIALS_LAST = Duration.ofHours(6);

    private final SortedMap<String, String> leaves = new TreeMap<>();

    private MetadataTree() {}

    /**
     * @param interruption when EC2 takes the capacity back, if it has said so
     * @param rebalance when EC2 recommended to move, if it has
     */
    static MetadataTree of(
            Ec2Instance instance,
            Optional<byte[]> userData,
            Optional<Instant> interruption,
            Optional<Instant> rebalance,
            Instant now) {
        MetadataTree tree = new MetadataTree();
        tree.machine(instance);
        tree.network(instance);
        if (instance.tagsInMetadata()) {
            instance.tags().forEach((key, value) -> tree.put("tags/instance/" + key, value));
        }
        instance.profileArn().ifPresent(arn -> tree.role(instance, arn, now));
        interruption.map(time -> time.truncatedTo(ChronoUnit.SECONDS)).ifPresent(time -> {
            tree.put(
                    "spot/instance-action",
                    JsonObject.builder()
                            .put("action", "terminate")
                            .put("time", time.toString())
                            .build()
                            .toString());
            tree.put("spot/termination-time", time.toString());
        });
        rebalance
                .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                .ifPresent(time -> tree.put(
                        "events/recommendations/rebalance",
                        JsonObject.builder()
                                .put("noticeTime", time.toString())
                                .build()
                                .toString()));
        tree.leaves.put("latest/dynamic/instance-identity/document", identityDocument(instance));
        userData.ifPresent(
                bytes -> tree.leaves.put("latest/user-data", new String(bytes, StandardCharsets.ISO_8859_1)));
        return tree;
    }

    /**
     * The content of a path, or the listing of a folder, one name a line; folders end with a slash.
     *
     * @param path without the leading slash
     */
    Optional<String> get(String path) {
        String leaf = leaves.get(path);
        if (leaf != null) {
            return Optional.of(leaf);
        }
        String folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        SortedSet<String> names = new TreeSet<>();
        for (String below : leaves.tailMap(folder).keySet()) {
            if (!below.startsWith(folder)) {
                break;
            }
            String rest = below.substring(folder.length());
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names.stream().collect(Collectors.joining("\n")));
    }

    private void machine(Ec2Instance instance) {
        put("instance-id", instance.id());
        put("instance-type", instance.instanceType());
        put("ami-id", instance.imageId());
        put("ami-launch-index", Integer.toString(instance.launchIndex()));
        put("ami-manifest-path", "(unknown)");
        put("instance-action", "none");
        put("instance-life-cycle", instance.spot() ? "spot" : "on-demand");
        put("reservation-id", instance.reservation());
        put("profile", "default-hvm");
        put("placement/availability-zone", instance.zone());
        put("placement/region", instance.region());
        put("services/domain", domain(instance.region()));
        put("services/partition", "aws");
        put("security-groups", String.join("\n", instance.securityGroups()));
        instance.keyName().ifPresent(key -> put("public-keys/0/openssh-key", "ssh-ed25519 simulated " + key));
    }

    private void network(Ec2Instance instance) {
        instance.privateName().ifPresent(name -> {
            put("hostname", name);
            put("local-hostname", name);
        });
        instance.privateAddress().ifPresent(address -> put("local-ipv4", address));
        instance.publicAddress().ifPresent(address -> put("public-ipv4", address));
        instance.publicName().ifPresent(name -> put("public-hostname", name));
        instance.mac().ifPresent(mac -> {
            put("mac", mac);
            String of = "network/interfaces/macs/" + mac + "/";
            put(of + "mac", mac);
            put(of + "device-number", "0");
            put(of + "owner-id", instance.account());
            instance.interfaceId().ifPresent(id -> put(of + "interface-id", id));
            instance.subnet().ifPresent(id -> put(of + "subnet-id", id));
            instance.vpc().ifPresent(id -> put(of + "vpc-id", id));
            instance.privateAddress().ifPresent(address -> put(of + "local-ipv4s", address));
            instance.publicAddress().ifPresent(address -> put(of + "public-ipv4s", address));
            put(of + "security-group-ids", String.join("\n", instance.securityGroups()));
        });
    }

    private void role(Ec2Instance instance, String arn, Instant now) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Instant updated = now.truncatedTo(ChronoUnit.HOURS);
        put(
                "iam/info",
                JsonObject.builder()
                        .put("Code", "Success")
                        .put("LastUpdated", updated.toString())
                        .put("InstanceProfileArn", arn)
                        .put("InstanceProfileId", instance.profileId().orElse("AIPAEMBEDDEDCLOUD0000"))
                        .build()
                        .toString());
        put(
                "iam/security-credentials/" + name,
                JsonObject.builder()
                        .put("Code", "Success")
                        .put("LastUpdated", updated.toString())
                        .put("Type", "AWS-HMAC")
                        // LocalStack: an access key id of twelve digits is the account.
                        .put("AccessKeyId", instance.account())
                        .put("SecretAccessKey", "embedded-cloud")
                        .put("Token", "embedded-cloud-" + instance.id())
                        .put("Expiration", updated.plus(CREDENTIALS_LAST).toString())
                        .build()
                        .toString());
    }

    private static String identityDocument(Ec2Instance instance) {
        return JsonObject.builder()
                .put("accountId", instance.account())
                .put("architecture", instance.architecture())
                .put("availabilityZone", instance.zone())
                .put("billingProducts", Json.JsonNull.NULL)
                .put("devpayProductCodes", Json.JsonNull.NULL)
                .put("marketplaceProductCodes", Json.JsonNull.NULL)
                .put("imageId", instance.imageId())
                .put("instanceId", instance.id())
                .put("instanceType", instance.instanceType())
                .put("kernelId", Json.JsonNull.NULL)
                .put(
                        "pendingTime",
                        instance.launchTime().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("privateIp", instance.privateAddress().orElse(null))
                .put("ramdiskId", Json.JsonNull.NULL)
                .put("region", instance.region())
                .put("version", "2017-09-30")
                .build()
                .toString();
    }

    private static String domain(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    private void put(String path, String content) {
        leaves.put(META + path, content);
    }
}
