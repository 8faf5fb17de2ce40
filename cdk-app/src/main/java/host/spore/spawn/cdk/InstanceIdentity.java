package host.spore.spawn.cdk;

import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Who an instance is: what it may do ({@link InstanceRoles}), and who may reach it. */
final class InstanceIdentity extends Construct {
    private final InstanceRoles roles;
    private final CfnSecurityGroup securityGroup;

    InstanceIdentity(
            Construct scope, String id, String busArn, String binariesBucketArn, IBucket results, Settings settings) {
        super(scope, id);
        roles = new InstanceRoles(this, busArn, binariesBucketArn, results, settings);
        // Without a VpcId the group is made in the default VPC, where EC2 also puts an instance without a subnet.
        securityGroup = CfnSecurityGroup.Builder.create(this, "SecurityGroup")
                .groupDescription("spawn instances: nothing comes in; Session Manager goes out from the instance")
                .vpcId(settings.vpcId().orElse(null))
                .securityGroupIngress(List.of())
                .securityGroupEgress(List.of(CfnSecurityGroup.EgressProperty.builder()
                        .ipProtocol("-1")
                        .cidrIp("0.0.0.0/0")
                        .description("A user's program may call whatever it needs")
                        .build()))
                .build();
    }

    InstanceRoles roles() {
        return roles;
    }

    String securityGroupId() {
        return securityGroup.getAttrGroupId();
    }

    String securityGroupArn() {
        return Allow.arn("ec2", "security-group/" + securityGroupId());
    }

    /** What the ARN of each instance begins with: what is missing behind it is the instance's id. */
    static String instanceArns() {
        return Allow.arn("ec2", "instance/");
    }

    /** ARNs of the images and snapshots that may be launched from: they may belong to any account, Amazon's first. */
    static String[] images() {
        String prefix = "arn:" + Aws.PARTITION + ":ec2:" + Aws.REGION + "::";
        return new String[] {prefix + "image/*", prefix + "snapshot/*"};
    }
}
