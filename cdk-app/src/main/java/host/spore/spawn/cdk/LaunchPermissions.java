package host.spore.spawn.cdk;

import java.util.stream.Stream;
import software.amazon.awscdk.Aws;

/**
 * What an attempt to launch needs. RunInstances is asked about every resource that a launch touches. What it makes must
 * carry our tag from the first moment, since everything that ends instances looks for that tag; what it uses is narrowed
 * where it can be: what belongs to others must have been given to spawn, by the tag spawn=true.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 */
final class LaunchPermissions {
    private LaunchPermissions() {}

    static Stream<Allow> of(Settings settings, InstanceIdentity instances) {
        return Stream.of(launch(instances), network(settings, instances), sshGroups(settings), volumeKeys())
                .flatMap(permissions -> permissions);
    }

    private static Stream<Allow> launch(InstanceIdentity instances) {
        return Stream.of(
                Allow.to(
                                "LookBeforeLaunching",
                                "ec2:DescribeInstances",
                                "ec2:DescribeImages",
                                "ec2:DescribeSecurityGroups")
                        .onEverything(),
                Allow.to("LaunchTaggedInstances", "ec2:RunInstances")
                        .on(Allow.arn("ec2", "instance/*"))
                        .when("StringEquals", "aws:RequestTag/spawn", "true")
                        .when("StringEquals", "ec2:MetadataHttpTokens", "required"),
                Allow.to("TagItsVolumesAndSpotRequest", "ec2:RunInstances")
                        .on(Allow.arn("ec2", "volume/*"), Allow.arn("ec2", "spot-instances-request/*"))
                        .when("StringEquals", "aws:RequestTag/spawn", "true"),
                Allow.to("LaunchFromAnyImage", "ec2:RunInstances").on(InstanceIdentity.images()),
                // What a template adds to the call is asked about like what stands in it.
                Allow.to("LaunchByTemplate", "ec2:RunInstances").on(Allow.arn("ec2", "launch-template/*")),
                Allow.to("TagWhatIsLaunched", "ec2:CreateTags")
                        .on(
                                Allow.arn("ec2", "instance/*"),
                                Allow.arn("ec2", "volume/*"),
                                Allow.arn("ec2", "spot-instances-request/*"))
                        .when("StringEquals", "ec2:CreateAction", "RunInstances"),
                Allow.to("GiveTheInstanceItsRole", "iam:PassRole")
                        .on(instances.roles().roleArns().toArray(String[]::new))
                        .when("StringEquals", "iam:PassedToService", "ec2.amazonaws.com"));
    }

    private static Stream<Allow> network(Settings settings, InstanceIdentity instances) {
        Allow subnets = Allow.to("LaunchIntoASubnet", "ec2:RunInstances").on(Allow.arn("ec2", "subnet/*"));
        return Stream.of(
                // The default VPC has a name only for EC2; the security group, which is of one VPC, narrows it then.
                settings.vpcId()
                        .map(vpc -> subnets.when("ArnEquals", "ec2:Vpc", Allow.arn("ec2", "vpc/" + vpc)))
                        .orElse(subnets),
                Allow.to("LaunchIntoOurNetwork", "ec2:RunInstances")
                        .on(
                                Allow.arn("ec2", "network-interface/*"),
                                instances.securityGroupArn(),
                                Allow.arn("ec2", "key-pair/*")),
                Allow.to("LaunchWithGroupsThatWeWereGiven", "ec2:RunInstances")
                        .on(Allow.arn("ec2", "security-group/*"))
                        .when("StringEquals", Allow.TAGGED_AS_OURS, "true"));
    }

    /** EC2 knows no condition on what a rule lets in; the group is one that spawn has made for this. */
    private static Stream<Allow> sshGroups(Settings settings) {
        return Stream.of(
                Allow.to("MakeSshGroups", "ec2:CreateSecurityGroup")
                        .on(Allow.arn("ec2", "security-group/*"))
                        .when("StringEquals", "aws:RequestTag/spawn", "true")
                        .when("StringLike", "aws:RequestTag/spawn:ssh-from", "*"),
                Allow.to("MakeThemInItsVpc", "ec2:CreateSecurityGroup")
                        .on(Allow.arn("ec2", "vpc/" + settings.vpcId().orElse("*"))),
                Allow.to("TagThemAsTheyAreMade", "ec2:CreateTags")
                        .on(Allow.arn("ec2", "security-group/*"))
                        .when("StringEquals", "ec2:CreateAction", "CreateSecurityGroup"),
                Allow.toSshGroups("LetSshIn", "ec2:AuthorizeSecurityGroupIngress"));
    }

    /**
     * For volumes under a key of the user's, through EC2 alone, and only keys that were given to spawn. The grant is EC2's:
     * without it the instance could not read its own disk.
     * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
     */
    private static Stream<Allow> volumeKeys() {
        return Stream.of(
                        Allow.to(
                                "EncryptVolumes",
                                "kms:Decrypt",
                                "kms:DescribeKey",
                                "kms:GenerateDataKeyWithoutPlaintext",
                                "kms:ReEncryptFrom",
                                "kms:ReEncryptTo"),
                        Allow.to("LendTheKeyToEc2", "kms:CreateGrant")
                                .when("Bool", "kms:GrantIsForAWSResource", "true"))
                .map(allow -> allow.on(Allow.arn("kms", "key/*"))
                        .when("StringEquals", "aws:ResourceTag/spawn", "true")
                        .when("StringEquals", "kms:ViaService", "ec2." + Aws.REGION + "." + Aws.URL_SUFFIX));
    }
}
