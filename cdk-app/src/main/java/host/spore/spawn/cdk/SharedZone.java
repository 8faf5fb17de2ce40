package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.route53.PrivateHostedZone;
import software.constructs.Construct;

/**
 * VPCs of other accounts that see the private zone: one resource for each, which has the two accounts do their parts, and
 * undoes it when the VPC is taken off the list.
 */
final class SharedZone extends Construct {
    /** Agreed between the accounts, as the infrastructure cannot ask for it. */
    private static final String ROLE_NAME = "spawn-zone-member";

    SharedZone(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            PrivateHostedZone zone,
            List<Settings.WorkloadVpc> vpcs,
            String externalId) {
        super(scope, id);
        var these = vpcs.stream().map(vpc -> key(vpc.vpcId(), vpc.region())).toList();
        var function = new JavaFunction(
                this,
                "Share",
                platform,
                new JavaFunction.Spec(
                        "spawn-zone-vpc",
                        "dns.ZoneVpcHandler",
                        "Has VPCs of other accounts see the private zone",
                        Duration.minutes(2),
                        false,
                        null,
                        Map.of("SPAWN_EXTERNAL_ID", externalId),
                        List.of(
                                Allow.to("SeeWhoSeesIt", "route53:GetHostedZone")
                                        .on(zone.getHostedZoneArn()),
                                of(
                                        these,
                                        Allow.to(
                                                        "ShareItWithTheseVpcs",
                                                        "route53:CreateVPCAssociationAuthorization",
                                                        "route53:DeleteVPCAssociationAuthorization",
                                                        "route53:DisassociateVPCFromHostedZone")
                                                .on(zone.getHostedZoneArn())),
                                Allow.lookAtVpcs(),
                                Allow.to("ActForTheirAccounts", "sts:AssumeRole")
                                        .on(vpcs.stream()
                                                .map(vpc -> roleArn(vpc.account()))
                                                .distinct()
                                                .toArray(String[]::new)))));
        for (Settings.WorkloadVpc vpc : vpcs) {
            CustomResource.Builder.create(this, vpc.vpcId() + "-" + vpc.region())
                    .serviceToken(function.serviceToken())
                    .resourceType("Custom::SpawnZoneVpc")
                    .properties(new TreeMap<>(Map.of(
                            "Account", vpc.account(),
                            "RoleArn", roleArn(vpc.account()),
                            "VpcId", vpc.vpcId(),
                            "VpcRegion", vpc.region(),
                            "HostedZoneId", zone.getHostedZoneId())))
                    .build();
        }
    }

    /** In a workload account: with this role the infrastructure may have the workload's own VPC see its zone, and nothing else. */
    static void member(Construct scope, String account, String externalId, String zoneId, String vpcId) {
        Role.Builder.create(scope, "ZoneMember")
                .roleName(ROLE_NAME)
                .description("Of the function of account " + account + " that shares the private zone")
                .assumedBy(new PrincipalWithConditions(
                        new AccountPrincipal(account),
                        // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
                        Map.of("StringEquals", Map.of("sts:ExternalId", externalId))))
                .inlinePolicies(Map.of(
                        "permissions",
                        PolicyDocument.Builder.create()
                                .statements(List.of(
                                        of(
                                                        List.of(key(vpcId, Aws.REGION)),
                                                        Allow.to("SeeTheZone", "route53:AssociateVPCWithHostedZone")
                                                                .on("arn:" + Aws.PARTITION + ":route53:::hostedzone/"
                                                                        + zoneId))
                                                .statement(),
                                        Allow.lookAtVpcs().statement()))
                                .build()))
                .build();
    }

    /** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
    private static Allow of(List<String> vpcs, Allow allow) {
        return allow.when("ForAllValues:StringEquals", "route53:VPCs", vpcs);
    }

    private static String key(String vpcId, String region) {
        return "VPCId=" + vpcId + ",VPCRegion=" + region;
    }

    private static String roleArn(String account) {
        return "arn:" + Aws.PARTITION + ":iam::" + account + ":role/" + ROLE_NAME;
    }
}
