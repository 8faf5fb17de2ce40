package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Placement;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.SshDoor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    private static final List<String> OWN = List.of("sg-00000001");

    private final FakeNetworks networks = new FakeNetworks()
            .with(new Networks.Group("sg-00000001", "vpc-here", true))
            .with(new Networks.Group("sg-0000000a", "vpc-here", true))
            .with(new Networks.Group("sg-0000000b", "vpc-here", false))
            .with(new Networks.Group("sg-0000000c", "vpc-there", true))
            .with(new Networks.Subnet("subnet-0000000a", "vpc-here"))
            .with(new Networks.Subnet("subnet-0000000c", "vpc-there"));

    @Test
    void withoutAWordItIsTheDeploymentsOwn() {
        assertThat(plan(Placement.ANYWHERE, "subnet-own"))
                .isEqualTo(new Checked.Fine<>(new Network(OWN, "subnet-own", null, null)));
    }

    @Test
    void aSubnetOfTheLaunchGoesBeforeTheDeployments() {
        assertThat(plan(new Placement(null, "subnet-0000000a", List.of(), null, true, null), "subnet-own"))
                .isEqualTo(new Checked.Fine<>(new Network(OWN, "subnet-0000000a", true, null)));
    }

    @Test
    void groupsStandBesideSpawnsOwnAndTheDoorIsInItsVpc() {
        assertThat(plan(
                        new Placement(
                                "us-east-1a", null, List.of("sg-0000000a", "sg-00000001"), "10.0.0.0/8", null, null),
                        null))
                .isEqualTo(new Checked.Fine<>(new Network(
                        List.of("sg-00000001", "sg-0000000a"), null, null, new SshDoor("vpc-here", "10.0.0.0/8"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "subnet-0000000f | - | --subnet subnet-0000000f: this region has no such subnet; aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-here lists those that can be given",
                "subnet-0000000c | - | --subnet subnet-0000000c: it lies in vpc-there, and spawn's security group in vpc-here, where it is deployed; give a subnet of that one, or deploy spawn there (cdk context vpcId and subnetId)",
                "- | sg-0000000f | --security-group sg-0000000f: this region has no such security group",
                "- | sg-0000000c | --security-group sg-0000000c: it belongs to vpc-there, and spawn launches in vpc-here; give a group of that one",
                "- | sg-0000000b | --security-group sg-0000000b: spawn may use only groups with the tag spawn=true; allow it: aws ec2 create-tags --resources sg-0000000b --tags Key=spawn,Value=true",
            })
    void whatIsNotThereOrElsewhereIsRefusedWithWhatToDo(
            @Nullable String subnet, @Nullable String group, String reason) {
        assertThat(plan(
                        new Placement(null, subnet, group == null ? List.of() : List.of(group), null, null, null),
                        null))
                .isEqualTo(new Checked.Refused<>(reason));
    }

    @Test
    void withoutItsOwnGroupNothingIsGuessed() {
        assertThat(Network.plan(
                        new Placement(null, null, List.of(), "10.0.0.0/8", null, null),
                        List.of("sg-gone"),
                        null,
                        networks))
                .isInstanceOf(Checked.Refused.class);
    }

    @Test
    void itComesOutOfAPlanAsItWentIn() {
        // Given
        Network network =
                new Network(List.of("sg-1", "sg-2"), "subnet-1", false, new SshDoor("vpc-1", "203.0.113.7/32"));
        JsonObject.Builder plan = JsonObject.builder();

        // When
        network.write(plan);

        // Then
        assertThat(Network.read(JsonObject.parse(plan.build().toString()))).isEqualTo(network);
    }

    private Checked<Network> plan(Placement asked, @Nullable String ownSubnet) {
        return Network.plan(asked, OWN, ownSubnet, networks);
    }
}
