package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.Ec2Instances;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** {@link Networks} of the EC2 API; by filters, because EC2 answers an id that is not there with an error for all of them. */
final class Ec2Networks implements Networks {
    private final Ec2Client ec2;

    Ec2Networks(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Optional<Subnet> subnet(String id) {
        return ec2.describeSubnets(request -> request.filters(Ec2Instances.filter("subnet-id", id))).subnets().stream()
                .findFirst()
                .map(subnet -> new Subnet(subnet.subnetId(), subnet.vpcId()));
    }

    @Override
    public List<Group> groups(List<String> ids) {
        return ec2
                .describeSecurityGroups(
                        request -> request.filters(Ec2Instances.filter("group-id", ids.toArray(String[]::new))))
                .securityGroups()
                .stream()
                .map(group -> new Group(
                        group.groupId(),
                        group.vpcId(),
                        group.tags().stream()
                                .anyMatch(tag ->
                                        tag.key().equals("spawn") && tag.value().equals("true"))))
                .toList();
    }
}
