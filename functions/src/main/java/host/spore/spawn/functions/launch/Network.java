package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Placement;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.SshDoor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in the network an instance is put, and who reaches it there.
 *
 * @param securityGroupIds may be empty: the VPC's default
 * @param subnetId absent: the default VPC's
 * @param publicAddress absent: as the subnet has it
 * @param door by which SSH comes in; its group is found or made right before the attempt
 */
record Network(
        List<String> securityGroupIds,
        @Nullable String subnetId,
        @Nullable Boolean publicAddress,
        @Nullable SshDoor door) {
    Network {
        securityGroupIds = List.copyOf(securityGroupIds);
    }

    /** With the door's group among the others. */
    Network through(String groupId) {
        return new Network(
                Stream.concat(securityGroupIds.stream(), Stream.of(groupId)).toList(), subnetId, publicAddress, door);
    }

    /**
     * All that is asked for must lie in the VPC of spawn's own group, which every instance has. A group made in some other
     * VPC would be one more thing that outlives the stack, in a network that nobody has given to spawn.
     */
    static Checked<Network> plan(
            Placement asked, List<String> ownGroupIds, @Nullable String ownSubnetId, Networks networks) {
        String subnetId = asked.subnetId() == null ? ownSubnetId : asked.subnetId();
        if (asked.subnetId() == null && asked.securityGroupIds().isEmpty() && asked.sshFrom() == null) {
            return new Checked.Fine<>(new Network(ownGroupIds, subnetId, asked.publicAddress(), null));
        }
        Map<String, Networks.Group> groups = networks
                .groups(Stream.concat(ownGroupIds.stream(), asked.securityGroupIds().stream())
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(Networks.Group::id, Function.identity()));
        Networks.Group own = ownGroupIds.isEmpty() ? null : groups.get(ownGroupIds.getFirst());
        if (own == null) {
            return new Checked.Refused<>("spawn's own security group " + ownGroupIds
                    + " is not there, so its VPC cannot be told: deploy spawn again");
        }
        Optional<String> refusal = Stream.concat(
                        Optional.ofNullable(asked.subnetId()).stream()
                                .map(id -> subnetRefusal(id, networks.subnet(id), own.vpcId())),
                        asked.securityGroupIds().stream()
                                .map(id -> groupRefusal(id, Optional.ofNullable(groups.get(id)), own.vpcId())))
                .flatMap(Optional::stream)
                .findFirst();
        return refusal.<Checked<Network>>map(Checked.Refused::new)
                .orElseGet(() -> new Checked.Fine<>(new Network(
                        Stream.concat(ownGroupIds.stream(), asked.securityGroupIds().stream())
                                .distinct()
                                .toList(),
                        subnetId,
                        asked.publicAddress(),
                        asked.sshFrom() == null ? null : new SshDoor(own.vpcId(), asked.sshFrom()))));
    }

    private static Optional<String> subnetRefusal(String id, Optional<Networks.Subnet> found, String vpcId) {
        if (found.isEmpty()) {
            return Optional.of("--subnet " + id + ": this region has no such subnet; aws ec2 describe-subnets"
                    + " --filters Name=vpc-id,Values=" + vpcId + " lists those that can be given");
        }
        return found.filter(subnet -> !subnet.vpcId().equals(vpcId))
                .map(subnet -> "--subnet " + id + ": it lies in " + subnet.vpcId() + ", and spawn's security group in "
                        + vpcId
                        + ", where it is deployed; give a subnet of that one, or deploy spawn there (cdk context"
                        + " vpcId and subnetId)");
    }

    private static Optional<String> groupRefusal(String id, Optional<Networks.Group> found, String vpcId) {
        if (found.isEmpty()) {
            return Optional.of("--security-group " + id + ": this region has no such security group");
        }
        if (!found.get().vpcId().equals(vpcId)) {
            return Optional.of("--security-group " + id + ": it belongs to "
                    + found.get().vpcId() + ", and spawn launches in " + vpcId + "; give a group of that one");
        }
        // IAM holds it too; this says it before a launch has begun.
        return found.get().ours()
                ? Optional.empty()
                : Optional.of(
                        "--security-group " + id + ": spawn may use only groups with the tag spawn=true; allow it:"
                                + " aws ec2 create-tags --resources " + id + " --tags Key=spawn,Value=true");
    }

    void write(JsonObject.Builder into) {
        into.put("securityGroupIds", JsonArray.ofStrings(securityGroupIds))
                .put("subnetId", subnetId)
                .put("sshDoor", door == null ? null : door.toJson());
        if (publicAddress != null) {
            into.put("publicAddress", publicAddress.booleanValue());
        }
    }

    static Network read(JsonObject plan) {
        return new Network(
                plan.array("securityGroupIds").stream().map(Network::text).toList(),
                plan.optionalString("subnetId").orElse(null),
                plan.has("publicAddress") ? Boolean.valueOf(plan.bool("publicAddress", false)) : null,
                plan.optionalObject("sshDoor").map(SshDoor::read).orElse(null));
    }

    private static String text(Json value) {
        if (value instanceof Json.JsonString string) {
            return string.value();
        }
        throw new JsonException("/plan/securityGroupIds: expected strings, got " + value.kind());
    }
}
