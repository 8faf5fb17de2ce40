package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Who an instance is: what it may do, and who may reach it.
 *
 * <p>Whatever runs on an instance runs as this role, the user's programs included, so the role can speak for its own
 * instance and for nothing else. {@code ec2:SourceInstanceARN} is set by EC2 for the credentials of the metadata
 * service; an instance cannot choose it:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
final class InstanceIdentity extends Construct {
    /** A policy variable of IAM, not a substitution of CloudFormation. */
    private static final String THIS_INSTANCE = "${ec2:SourceInstanceARN}";

    private static final String RESULTS_PREFIX = "instances/";

    private final Role role;
    private final CfnInstanceProfile profile;
    private final CfnSecurityGroup securityGroup;

    InstanceIdentity(
            Construct scope,
            String id,
            String busArn,
            String binariesBucketArn,
            IBucket results,
            Optional<String> vpcId) {
        super(scope, id);
        role = Role.Builder.create(this, "Role")
                .description("Of every instance that spawn launches: speaks and stores as its own instance only")
                .assumedBy(ServicePrincipal.Builder.create("ec2.amazonaws.com").build())
                .inlinePolicies(Map.of(
                        "permissions",
                        PolicyDocument.Builder.create()
                                .statements(permissions(busArn, binariesBucketArn, results)
                                        .map(Allow::statement)
                                        .toList())
                                .build()))
                .build();
        profile = CfnInstanceProfile.Builder.create(this, "Profile")
                .roles(List.of(role.getRoleName()))
                .build();
        // Without a VpcId the group is made in the default VPC, where EC2 also puts an instance without a subnet.
        securityGroup = CfnSecurityGroup.Builder.create(this, "SecurityGroup")
                .groupDescription("spawn instances: nothing comes in; Session Manager goes out from the instance")
                .vpcId(vpcId.orElse(null))
                .securityGroupIngress(List.of())
                .securityGroupEgress(List.of(CfnSecurityGroup.EgressProperty.builder()
                        .ipProtocol("-1")
                        .cidrIp("0.0.0.0/0")
                        .description("A user's program may call whatever it needs")
                        .build()))
                .build();
    }

    Role role() {
        return role;
    }

    String profileArn() {
        return profile.getAttrArn();
    }

    String securityGroupId() {
        return securityGroup.getAttrGroupId();
    }

    String securityGroupArn() {
        return Allow.arn("ec2", "security-group/" + securityGroupId());
    }

    private static Stream<Allow> permissions(String busArn, String binariesBucketArn, IBucket results) {
        return Stream.of(
                Allow.to("SpeakAsItself", "events:PutEvents")
                        .on(busArn)
                        .when("StringEquals", "events:source", "spawn.agent/" + THIS_INSTANCE),
                Allow.to("FetchTheAgent", "s3:GetObject").on(binariesBucketArn + "/spored/*"),
                // A variable may stand in the last part of a Resource, so one role serves all instances and each
                // writes below its own ARN only:
                // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
                // ${aws:userid} would name the instance too, behind the id of a role that nobody knows yet.
                Allow.to("StoreItsResults", "s3:PutObject")
                        .on(results.getBucketArn() + "/" + RESULTS_PREFIX + THIS_INSTANCE + "/*"),
                // Session Manager's minimum. The managed policy AmazonSSMManagedInstanceCore would also let every
                // instance read every parameter of the account.
                // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
                Allow.to(
                                "SessionManager",
                                "ssm:UpdateInstanceInformation",
                                "ssmmessages:CreateControlChannel",
                                "ssmmessages:CreateDataChannel",
                                "ssmmessages:OpenControlChannel",
                                "ssmmessages:OpenDataChannel")
                        .onEverything());
    }

    /** Of the keys of results, as the agent is told it: what is missing behind it is the instance's id. */
    static String resultsPrefix() {
        return RESULTS_PREFIX + Allow.arn("ec2", "instance/");
    }

    /** ARNs of the images and snapshots that may be launched from: they may belong to any account, Amazon's first. */
    static String[] images() {
        String prefix = "arn:" + Aws.PARTITION + ":ec2:" + Aws.REGION + "::";
        return new String[] {prefix + "image/*", prefix + "snapshot/*"};
    }
}
