package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;

class Ec2NetworksContractIT extends NetworksContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Networks subject() {
        return new Ec2Networks(cloud.ec2);
    }

    @Override
    protected Networks.Subnet subnet() {
        Subnet found = cloud.ec2.describeSubnets().subnets().getFirst();
        return new Networks.Subnet(found.subnetId(), found.vpcId());
    }

    @Override
    protected Networks.Group group(boolean ours) {
        String vpc = subnet().vpcId();
        String id = cloud.ec2
                .createSecurityGroup(request -> request.groupName(cloud.newName("contract"))
                        .description("of a test")
                        .vpcId(vpc))
                .groupId();
        cloud.ec2.createTags(request -> request.resources(id)
                .tags(Tag.builder()
                        .key("spawn")
                        .value(ours ? "true" : "not quite")
                        .build()));
        return new Networks.Group(id, vpc, ours);
    }
}
