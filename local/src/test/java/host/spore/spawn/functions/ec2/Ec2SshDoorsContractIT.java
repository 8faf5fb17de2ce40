package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Guests;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Ec2SshDoorsContractIT extends SshDoorsContract {
    private final Cloud cloud = Cloud.get();
    private final Guests guests = new Guests(cloud);
    private final String vpcId = cloud.ec2
            .describeVpcs(request -> request.filters(Ec2Instances.filter("is-default", "true")))
            .vpcs()
            .getFirst()
            .vpcId();

    @AfterAll
    void terminateTheGuests() {
        guests.close();
    }

    @Override
    protected SshDoors subject() {
        return new Ec2SshDoors(cloud.ec2);
    }

    @Override
    protected SshDoor freshDoor() {
        int hash = cloud.newId().hashCode();
        return new SshDoor(
                vpcId, "172." + (hash >>> 16 & 0xff) + "." + (hash >>> 8 & 0xff) + "." + (hash & 0xff) + "/32");
    }

    @Override
    protected void use(String groupId) {
        guests.add(new InstanceId(cloud.ec2
                .runInstances(request -> request.imageId(guests.imageId())
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1)
                        .securityGroupIds(groupId))
                .instances()
                .getFirst()
                .instanceId()));
    }

    @Override
    protected String cut(SshDoor door) {
        return cloud.ec2.createSecurityGroup(Ec2SshDoors.creation(door, NOW)).groupId();
    }

    @Override
    protected void meddle(String groupId) {
        cloud.ec2.authorizeSecurityGroupIngress(request ->
                request.groupId(groupId).ipPermissions(Ec2SshDoors.rule(new SshDoor(vpcId, "192.0.2.0/24"))));
    }

    @Override
    protected List<String> rules(String groupId) {
        return cloud
                .ec2
                .describeSecurityGroups(request -> request.groupIds(groupId))
                .securityGroups()
                .getFirst()
                .ipPermissions()
                .stream()
                .map(rule -> rule.ipProtocol() + " " + rule.fromPort() + "-" + rule.toPort() + " "
                        + rule.ipRanges().getFirst().cidrIp())
                .toList();
    }
}
