package host.spore.spawn.functions.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** What the emulator does not say: races, lost answers, refusals. */
class Ec2SshDoorsTest {
    private static final SshDoor DOOR = new SshDoor("vpc-1", "203.0.113.7/32");
    private static final Instant NOW = Instant.parse("2026-11-23T16:42:07.5Z");

    private final Scripted ec2 = new Scripted();
    private final SshDoors doors = new Ec2SshDoors(ec2);

    @Test
    void theTagsAreInTheCallThatMakesIt() {
        assertThat(Ec2SshDoors.creation(DOOR, NOW).tagSpecifications().getFirst().tags().stream()
                        .map(tag -> tag.key() + "=" + tag.value()))
                .containsExactly(
                        "spawn=true",
                        "Name=spawn-ssh-from-203.0.113.7/32",
                        "spawn:ssh-from=203.0.113.7/32",
                        "spawn:made-at=2026-11-23T16:42:07Z");
        assertThat(Ec2SshDoors.creation(DOOR, NOW).groupName()).isEqualTo("spawn-ssh-from-203.0.113.7/32");
        assertThat(Ec2SshDoors.creation(DOOR, NOW).vpcId()).isEqualTo("vpc-1");
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidGroup.Duplicate, NotNow",
        "RequestLimitExceeded, NotNow",
        "InternalError, NotNow",
        "UnauthorizedOperation, Refused",
        "SecurityGroupLimitExceeded, Refused",
    })
    void whatEc2SaysIsAnAnswer(String code, String answer) {
        // Given
        ec2.creation = () -> {
            throw failure(code);
        };

        // When, Then
        assertThat(doors.open(DOOR, NOW).getClass().getSimpleName()).isEqualTo(answer);
    }

    @Test
    void noAnswerIsNoRefusal() {
        // Given
        ec2.creation = () -> {
            throw SdkClientException.create("read timed out");
        };

        // When, Then
        assertThat(doors.open(DOOR, NOW)).isInstanceOf(SshDoors.Opened.NotNow.class);
    }

    /** Two launches find the group without its rule, and both give it. */
    @Test
    void theRuleThatAnotherGaveMeanwhileIsFine() {
        // Given
        ec2.found = List.of(group(DOOR.from()));
        ec2.authorization = () -> {
            throw failure("InvalidPermission.Duplicate");
        };

        // When, Then
        assertThat(doors.open(DOOR, NOW)).isEqualTo(new SshDoors.Opened.Ready("sg-1"));
    }

    @Test
    void aGroupOfItsNameThatIsNotOursIsNotTouched() {
        // Given
        ec2.found = List.of(SecurityGroup.builder().groupId("sg-1").build());

        // When, Then
        assertThat(doors.open(DOOR, NOW))
                .isInstanceOfSatisfying(
                        SshDoors.Opened.Refused.class,
                        refused -> assertThat(refused.reason()).contains("is not spawn's"));
        assertThat(ec2.calls).containsExactly("find");
    }

    @Test
    void onlyTheOneRuleIsTheDoors() {
        IpPermission rule = Ec2SshDoors.rule(DOOR);
        assertThat(Ec2SshDoors.opensOnly(List.of(rule), DOOR)).isTrue();
        for (IpPermission other : List.of(
                rule.copy(copy -> copy.toPort(23)),
                rule.copy(copy -> copy.fromPort(0)),
                rule.copy(copy -> copy.ipProtocol("-1")),
                rule.copy(copy ->
                        copy.ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())),
                rule.copy(copy ->
                        copy.ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())),
                rule.copy(copy -> copy.userIdGroupPairs(
                        UserIdGroupPair.builder().groupId("sg-2").build())))) {
            assertThat(Ec2SshDoors.opensOnly(List.of(other), DOOR))
                    .as(other.toString())
                    .isFalse();
            assertThat(Ec2SshDoors.opensOnly(List.of(rule, other), DOOR)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"DependencyViolation, false", "InvalidGroup.NotFound, true"})
    void aRemovalSaysWhetherItIsGone(String code, boolean gone) {
        // Given
        ec2.deletion = () -> {
            throw failure(code);
        };

        // When, Then
        assertThat(doors.remove("sg-1")).isEqualTo(gone);
    }

    private static SecurityGroup group(String from) {
        return SecurityGroup.builder()
                .groupId("sg-1")
                .tags(Tag.builder().key("spawn:ssh-from").value(from).build())
                .build();
    }

    private static RuntimeException failure(String code) {
        return Ec2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("why")
                        .build())
                .build();
    }

    /** Answers as it is told, and writes down what it was asked. */
    private static final class Scripted implements Ec2Client {
        private final List<String> calls = new ArrayList<>();
        private List<SecurityGroup> found = List.of();
        private Supplier<String> creation = () -> "sg-1";
        private Runnable authorization = () -> {};
        private Runnable deletion = () -> {};

        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}

        @Override
        public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
            calls.add("find");
            return DescribeSecurityGroupsResponse.builder()
                    .securityGroups(found)
                    .build();
        }

        @Override
        public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
            return DescribeInstancesResponse.builder().build();
        }

        @Override
        public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
            calls.add("create");
            return CreateSecurityGroupResponse.builder().groupId(creation.get()).build();
        }

        @Override
        public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(
                AuthorizeSecurityGroupIngressRequest request) {
            calls.add("authorize");
            authorization.run();
            return AuthorizeSecurityGroupIngressResponse.builder().build();
        }

        @Override
        public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
            calls.add("delete");
            deletion.run();
            return DeleteSecurityGroupResponse.builder().build();
        }
    }
}
