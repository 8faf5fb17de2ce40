package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The seam for two accounts: 111111111111 has the infrastructure, 222222222222 a workload. */
class AccountsTest {
    private static final String BUS = "arn:aws:events:us-east-1:111111111111:event-bus/spawn-infrastructure";

    private final Template infrastructure = Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS);
    private final Template workload = Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER);

    @Test
    void aWorkloadOfAnotherInfrastructureMakesNoneOfItsOwn() {
        assertThat(Synthesis.of(Synthesis.WORKLOAD_OF_ANOTHER))
                .containsOnlyKeys(SpawnStacks.WORKLOAD, SpawnStacks.SCHEMAS);
    }

    @Test
    void itForwardsStateChangesToTheOtherAccountsBus() {
        var targets = new Resolver(workload, "222222222222", "us-east-1")
                .properties(workload.one("AWS::Events::Rule", "/Forwarded"))
                .objects("Targets");
        assertThat(targets.getFirst().string("Arn")).isEqualTo(BUS);
        assertThat(Statement.allows(Policies.ofRole(workload, "/ForwardRole"), Request.of("events:PutEvents", BUS)))
                .isTrue();
    }

    @Test
    void theBusTakesStateChangesOfThatAccountAndNothingElse() {
        var statements = Policies.of(infrastructure, "111111111111", "us-east-1").stream()
                .filter(policy -> policy.holder().contains("/Bus/"))
                .flatMap(policy -> policy.statements().stream())
                .toList();
        var publish = Request.of("events:PutEvents", BUS);
        assertThat(statements)
                .isNotEmpty()
                .allSatisfy(statement ->
                        assertThat(statement.principals()).containsExactly("AWS arn:aws:iam::222222222222:root"));
        assertThat(Statement.allows(statements, publish.with("events:source", "aws.ec2")))
                .isTrue();
        // What its reaper saw, where EC2's event was lost.
        assertThat(Statement.allows(statements, publish.with("events:source", "spawn.control")))
                .isTrue();
        assertThat(Statement.allows(statements, publish.with("events:source", "spawn.cli")))
                .isFalse();
    }

    @Test
    void theDnsRuleKnowsBothAccounts() {
        var pattern = new Resolver(infrastructure, "111111111111", "us-east-1")
                .properties(infrastructure.one("AWS::Events::Rule", "/Names"))
                .object("EventPattern");
        assertThat(pattern.array("account").toString()).contains("111111111111", "222222222222");
    }

    @Test
    void theRoleForDnsNeedsTheExternalId() {
        var trust = Policies.of(workload, "222222222222", "us-east-1").stream()
                .filter(policy -> policy.holder().endsWith("/DnsReader/Role may be taken by"))
                .flatMap(policy -> policy.statements().stream())
                .toList();
        assertThat(trust).hasSize(1);
        assertThat(trust.getFirst().principals()).containsExactly("AWS arn:aws:iam::111111111111:root");
        assertThat(trust.getFirst().conditions().toString()).contains("sts:ExternalId", "a-secret-word");
    }

    @Test
    void thatAccountsInstancesMayFetchTheAgentAndNothingElse() {
        var statements = Policies.of(infrastructure, "111111111111", "us-east-1").stream()
                .filter(policy -> policy.holder().contains("/Binaries/Bucket"))
                .flatMap(policy -> policy.statements().stream())
                .filter(Statement::allow)
                .toList();
        assertThat(statements).hasSize(1);
        assertThat(statements.getFirst().actions()).containsExactly("s3:GetObject");
        assertThat(statements.getFirst().resources())
                .containsExactly("arn:aws:s3:::spawn-binaries-111111111111-us-east-1/spored/*");
    }

    @Test
    void whoIsTakenOffTheListTakesItsRecordsAlong() {
        // When
        var members = infrastructure
                .all("Custom::SpawnMember")
                .map(member -> new Resolver(infrastructure, "111111111111", "us-east-1").properties(member))
                .toList();

        // Then
        assertThat(members)
                .extracting(member -> member.string("Account"))
                .containsExactlyInAnyOrder("111111111111", "222222222222", "111111111111", "222222222222");
        assertThat(members)
                .extracting(member -> member.string("Domain"))
                .containsExactlyInAnyOrder("spore.host", "spore.host", "spore.internal", "spore.internal");
    }

    /** Deleted after the rules that feed the function which puts records, as what they depend on. */
    @Test
    void whileRecordsAreRemovedNobodyPutsAny() {
        for (var feeding : List.of(
                infrastructure.one("AWS::Events::Rule", "/Names"),
                infrastructure.one("AWS::Events::Rule", "/ObservedNames"),
                infrastructure.one("AWS::Lambda::EventSourceMapping", "/StateChanges"))) {
            assertThat(feeding.json().array("DependsOn").toString())
                    .contains("DnsMembersOwn", "DnsMembersOf222222222222");
        }
    }

    @Test
    void thePrivateZoneBeginsWithAVpcOfItsAccount() {
        var zone = new Resolver(infrastructure, "111111111111", "us-east-1")
                .properties(infrastructure.one("AWS::Route53::HostedZone", "/PrivateZone"));
        assertThat(zone.string("Name")).isEqualTo("spore.internal.");
        assertThat(zone.array("VPCs").toString()).contains("vpc-0a1b2c3d", "us-east-1");
    }

    @Test
    void bothSidesKnowThePrivateDomain() {
        assertThat(variables(infrastructure, "/Dns/Records/Function").string("SPAWN_INTERNAL_DOMAIN"))
                .isEqualTo("spore.internal");
        assertThat(variables(workload, "/Functions/Plan/Function").string("SPAWN_INTERNAL_DOMAIN"))
                .isEqualTo("spore.internal");
    }

    private static JsonObject variables(Template template, String function) {
        return new Resolver(template, "111111111111", "us-east-1")
                .properties(template.one("AWS::Lambda::Function", function))
                .object("Environment")
                .object("Variables");
    }

    @Test
    void theFunctionKnowsWhoseEventsCount() {
        assertThat(variables(infrastructure, "/Dns/Records/Function").string("SPAWN_WORKLOAD_ACCOUNTS"))
                .isEqualTo("222222222222");
    }

    /** The function shares the zone with the VPCs of the list, and takes the other account's role for it. */
    @Test
    void thePrivateZoneIsSharedWithTheVpcsOfTheListAndNoOther() {
        // Given
        String zone = "arn:aws:route53:::hostedzone/SpawnInfrastructure-Dns-PrivateZone";
        var statements = Policies.ofRole(infrastructure, "/SharedZone/Share/Role");

        // When, Then
        for (String action : List.of(
                "route53:CreateVPCAssociationAuthorization",
                "route53:DeleteVPCAssociationAuthorization",
                "route53:DisassociateVPCFromHostedZone")) {
            var asked = Request.of(action, zone);
            assertThat(Statement.allows(
                            statements, asked.with("route53:VPCs", "VPCId=vpc-0d4e5f6a,VPCRegion=us-east-1")))
                    .as(action)
                    .isTrue();
            assertThat(Statement.allows(
                            statements, asked.with("route53:VPCs", "VPCId=vpc-0d4e5f6a,VPCRegion=eu-west-1")))
                    .as(action)
                    .isFalse();
        }
        assertThat(Statement.allows(
                        statements, Request.of("sts:AssumeRole", "arn:aws:iam::222222222222:role/spawn-zone-member")))
                .isTrue();
        assertThat(Statement.allows(
                        statements, Request.of("sts:AssumeRole", "arn:aws:iam::222222222222:role/spawn-dns-reader")))
                .isFalse();
    }

    @Test
    void aWorkloadLetsItsOwnVpcSeeThatZoneAndNothingElse() {
        // Given
        var statements = Policies.ofRole(workload, "/ZoneMember");
        var own = "VPCId=vpc-0d4e5f6a,VPCRegion=us-east-1";

        // When, Then
        var zone = Request.of("route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z0123456789ABC");
        assertThat(Statement.allows(statements, zone.with("route53:VPCs", own))).isTrue();
        assertThat(Statement.allows(statements, zone.with("route53:VPCs", "VPCId=vpc-0a1b2c3d,VPCRegion=us-east-1")))
                .isFalse();
        assertThat(Statement.allows(
                        statements,
                        Request.of("route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/ZOTHER")
                                .with("route53:VPCs", own)))
                .isFalse();
        assertThat(infrastructure
                        .all("Custom::SpawnZoneVpc")
                        .map(resource ->
                                new Resolver(infrastructure, "111111111111", "us-east-1").properties(resource)))
                .singleElement()
                .satisfies(vpc -> {
                    assertThat(vpc.string("Account")).isEqualTo("222222222222");
                    assertThat(vpc.string("RoleArn")).isEqualTo("arn:aws:iam::222222222222:role/spawn-zone-member");
                });
    }
}
