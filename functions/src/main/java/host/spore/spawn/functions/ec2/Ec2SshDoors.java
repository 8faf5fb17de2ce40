package host.spore.spawn.functions.ec2;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** {@link SshDoors} of the EC2 API. */
public final class Ec2SshDoors implements SshDoors {
    private static final int SSH = 22;

    /** Nothing that later tries would change. */
    private static final Set<String> REFUSED = Set.of(
            "UnauthorizedOperation",
            "AuthFailure",
            "SecurityGroupLimitExceeded",
            "SecurityGroupsPerInterfaceLimitExceeded",
            "InvalidVpcID.NotFound",
            "InvalidVpcId.NotFound",
            "InvalidParameterValue");

    private final Ec2Client ec2;

    public Ec2SshDoors(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Opened open(SshDoor door, Instant now) {
        try {
            Optional<SecurityGroup> found = find(door);
            if (found.isEmpty()) {
                return authorized(ec2.createSecurityGroup(creation(door, now)).groupId(), door);
            }
            SecurityGroup group = found.get();
            if (!door.from().equals(tag(group, SshDoor.TAG).orElse(null))) {
                return new Opened.Refused("security group " + group.groupId() + " is named " + door.groupName()
                        + " and is not spawn's: rename or delete it, then launch again");
            }
            // A group between its two calls: whoever made it was cut, or is about to.
            if (group.ipPermissions().isEmpty()) {
                return authorized(group.groupId(), door);
            }
            return opensOnly(group.ipPermissions(), door)
                    ? new Opened.Ready(group.groupId())
                    : new Opened.Refused("security group " + group.groupId() + " (" + door.groupName()
                            + ") has rules that spawn has not given it: remove them, or the group, then launch again");
        } catch (Ec2Exception failure) {
            String reason = code(failure) + ": "
                    + (failure.awsErrorDetails() == null
                            ? failure.getMessage()
                            : failure.awsErrorDetails().errorMessage());
            return REFUSED.contains(code(failure)) ? new Opened.Refused(reason) : new Opened.NotNow(reason);
        } catch (SdkClientException noAnswer) {
            return new Opened.NotNow("no answer from EC2: " + noAnswer.getMessage());
        }
    }

    @Override
    public List<Made> all() {
        return ec2
                .describeSecurityGroupsPaginator(request -> request.filters(
                        Ec2Instances.filter("tag:spawn", "true"), Ec2Instances.filter("tag-key", SshDoor.TAG)))
                .securityGroups()
                .stream()
                .map(group -> new Made(group.groupId(), tag(group, SshDoor.TAG).orElse(""), madeAt(group)))
                .toList();
    }

    @Override
    public boolean remove(String groupId) {
        // LocalStack: deletes a group that is in use. EC2 would refuse below; looking first keeps the refusals few.
        boolean used = ec2
                .describeInstancesPaginator(
                        request -> request.filters(Ec2Instances.filter("instance.group-id", groupId)))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .anyMatch(instance -> InstanceState.parse(instance.state().nameAsString()) != InstanceState.TERMINATED);
        if (used) {
            return false;
        }
        try {
            ec2.deleteSecurityGroup(request -> request.groupId(groupId));
            return true;
        } catch (Ec2Exception failure) {
            return switch (code(failure)) {
                case "DependencyViolation" -> false;
                case "InvalidGroup.NotFound" -> true;
                case String other -> throw failure;
            };
        }
    }

    static CreateSecurityGroupRequest creation(SshDoor door, Instant now) {
        return CreateSecurityGroupRequest.builder()
                .groupName(door.groupName())
                .description("spawn: SSH from " + door.from() + ". Made by a launch, removed when no instance has it")
                .vpcId(door.vpcId())
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.SECURITY_GROUP)
                        .tags(
                                tag("spawn", "true"),
                                tag("Name", door.groupName()),
                                tag(SshDoor.TAG, door.from()),
                                tag(
                                        SshDoor.MADE_AT_TAG,
                                        now.truncatedTo(ChronoUnit.SECONDS).toString()))
                        .build())
                .build();
    }

    /** Only for a group without rules. Somebody else may be doing the same. */
    private Opened authorized(String groupId, SshDoor door) {
        try {
            ec2.authorizeSecurityGroupIngress(
                    request -> request.groupId(groupId).ipPermissions(rule(door)));
        } catch (Ec2Exception failure) {
            if (!code(failure).equals("InvalidPermission.Duplicate")) {
                throw failure;
            }
        }
        return new Opened.Ready(groupId);
    }

    private Optional<SecurityGroup> find(SshDoor door) {
        return ec2
                .describeSecurityGroups(request -> request.filters(
                        Ec2Instances.filter("group-name", door.groupName()),
                        Ec2Instances.filter("vpc-id", door.vpcId())))
                .securityGroups()
                .stream()
                .findFirst();
    }

    static IpPermission rule(SshDoor door) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(SSH)
                .toPort(SSH)
                .ipRanges(IpRange.builder()
                        .cidrIp(door.from())
                        .description("--ssh-from of a launch")
                        .build())
                .build();
    }

    static boolean opensOnly(List<IpPermission> rules, SshDoor door) {
        return rules.size() == 1
                && rules.stream()
                        .allMatch(rule -> "tcp".equals(rule.ipProtocol())
                                && Integer.valueOf(SSH).equals(rule.fromPort())
                                && Integer.valueOf(SSH).equals(rule.toPort())
                                && rule.ipv6Ranges().isEmpty()
                                && rule.prefixListIds().isEmpty()
                                && rule.userIdGroupPairs().isEmpty()
                                && rule.ipRanges().stream()
                                        .map(IpRange::cidrIp)
                                        .toList()
                                        .equals(List.of(door.from())));
    }

    private static Instant madeAt(SecurityGroup group) {
        try {
            return tag(group, SshDoor.MADE_AT_TAG).map(Instant::parse).orElse(Instant.EPOCH);
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static Optional<String> tag(SecurityGroup group, String key) {
        return group.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String code(Ec2Exception failure) {
        return failure.awsErrorDetails() == null
                ? ""
                : Optional.ofNullable(failure.awsErrorDetails().errorCode()).orElse("");
    }
}
