package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the control plane must be able to do, and what it must not, whoever talks it into it. */
class ControlPlaneRolesTest {
    private static final String EC2 = "arn:aws:ec2:us-east-1:123456789012:";
    private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";
    private static final String INSTANCE = EC2 + "instance/i-0aaaaaaaaaaaaaaaa";

    @Test
    void launchesInstancesThatCarryOurTagAndNeedTokensForTheirMetadata() {
        var launch = Request.of("ec2:RunInstances", EC2 + "instance/*")
                .with("aws:RequestTag/spawn", "true")
                .with("ec2:MetadataHttpTokens", "required");
        assertThat(may("/Functions/Run/Role", launch)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:RequestTag/spawn", "ec2:MetadataHttpTokens"})
    void launchesNothingThatLacksOneOfThem(String missing) {
        var launch = Request.of("ec2:RunInstances", EC2 + "instance/*")
                .with("aws:RequestTag/spawn", missing.equals("aws:RequestTag/spawn") ? "false" : "true")
                .with("ec2:MetadataHttpTokens", missing.equals("ec2:MetadataHttpTokens") ? "optional" : "required");
        assertThat(may("/Functions/Run/Role", launch)).isFalse();
    }

    @Test
    void launchesNoVolumeThatLacksOurTag() {
        assertThat(may("/Functions/Run/Role", Request.of("ec2:RunInstances", EC2 + "volume/*")))
                .isFalse();
    }

    @Test
    void launchesIntoNoSecurityGroupButOurs() {
        assertThat(may("/Functions/Run/Role", Request.of("ec2:RunInstances", EC2 + "security-group/sg-other")))
                .isFalse();
    }

    @Test
    void usesGroupsOfOthersOnlyIfTheyWereGivenToIt() {
        var group = Request.of("ec2:RunInstances", EC2 + "security-group/sg-other");
        assertThat(may("/Functions/Run/Role", group.with("ec2:ResourceTag/spawn", "true")))
                .isTrue();
        assertThat(may("/Functions/Run/Role", group.with("ec2:ResourceTag/spawn", "no")))
                .isFalse();
    }

    @Test
    void makesSshGroupsWithBothTagsAndNoOthers() {
        var make = Request.of("ec2:CreateSecurityGroup", EC2 + "security-group/*");
        assertThat(may(
                        "/Functions/Run/Role",
                        make.with("aws:RequestTag/spawn", "true").with("aws:RequestTag/spawn:ssh-from", "10.0.0.0/8")))
                .isTrue();
        assertThat(may("/Functions/Run/Role", make.with("aws:RequestTag/spawn", "true")))
                .isFalse();
        assertThat(may("/Functions/Run/Role", make.with("aws:RequestTag/spawn:ssh-from", "10.0.0.0/8")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/Functions/Run/Role, ec2:AuthorizeSecurityGroupIngress",
        "/Reaper/Sweep/Role, ec2:DeleteSecurityGroup",
        "/Guard/Watch/Role, ec2:DeleteSecurityGroup"
    })
    void touchesTheSshGroupsThatItHasMadeAndNoOthers(String role, String action) {
        var touch = Request.of(action, EC2 + "security-group/sg-1").with("ec2:ResourceTag/spawn", "true");
        assertThat(may(role, touch.with("ec2:ResourceTag/spawn:ssh-from", "10.0.0.0/8")))
                .isTrue();
        assertThat(may(role, touch)).isFalse();
    }

    /** Not the rules of a group that is there already: only its making gives it tags. */
    @Test
    void tagsNoSecurityGroupThatIsThere() {
        var tag = Request.of("ec2:CreateTags", EC2 + "security-group/sg-1");
        assertThat(may("/Functions/Run/Role", tag)).isFalse();
        assertThat(may("/Functions/Run/Role", tag.with("ec2:CreateAction", "CreateSecurityGroup")))
                .isTrue();
    }

    @Test
    void lendsKeysThatItWasGivenToEc2Alone() {
        var grant = Request.of("kms:CreateGrant", KEY)
                .with("aws:ResourceTag/spawn", "true")
                .with("kms:ViaService", "ec2.us-east-1.amazonaws.com")
                .with("kms:GrantIsForAWSResource", "true");
        assertThat(may("/Functions/Run/Role", grant)).isTrue();
        assertThat(may("/Functions/Run/Role", grant.with("kms:GrantIsForAWSResource", "false")))
                .isFalse();
        assertThat(may("/Functions/Run/Role", grant.with("kms:ViaService", "s3.us-east-1.amazonaws.com")))
                .isFalse();
        assertThat(may("/Functions/Run/Role", grant.with("aws:ResourceTag/spawn", "false")))
                .isFalse();
        assertThat(may("/Functions/Run/Role", Request.of("kms:Decrypt", KEY).with("aws:ResourceTag/spawn", "true")))
                .isFalse();
    }

    @Test
    void aDeploymentsVpcNarrowsTheSubnets() {
        var subnet = Request.of("ec2:RunInstances", EC2 + "subnet/subnet-2");
        var inVpc = Policies.ofRole(
                Synthesis.workload(java.util.Map.of("domain", "spore.host", "vpcId", "vpc-1", "subnetId", "subnet-1")),
                "/Functions/Run/Role");
        assertThat(Statement.allows(inVpc, subnet.with("ec2:Vpc", EC2 + "vpc/vpc-1")))
                .isTrue();
        assertThat(Statement.allows(inVpc, subnet.with("ec2:Vpc", EC2 + "vpc/vpc-2")))
                .isFalse();
    }

    @Test
    void passesDeclaredRolesTooAndMakesNone() {
        var declared = Policies.ofRole(Synthesis.workload(Synthesis.WITH_PROFILES), "/Functions/Run/Role");
        var passed = declared.stream()
                .filter(statement -> statement.actions().contains("iam:PassRole"))
                .flatMap(statement -> statement.resources().stream())
                .toList();
        assertThat(passed).hasSize(5).allMatch(arn -> arn.startsWith("arn:aws:iam::123456789012:role/"));
        assertThat(Policies.of(Synthesis.workload(Synthesis.WITH_PROFILES), "123456789012", "us-east-1").stream()
                        .filter(policy -> policy.holder().endsWith(" may"))
                        .flatMap(policy -> policy.statements().stream())
                        .flatMap(statement -> statement.actions().stream())
                        .filter(action -> action.startsWith("iam:")))
                .containsOnly("iam:PassRole");
    }

    @Test
    void passesTheInstancesRoleToEc2() {
        assertThat(may("/Functions/Run/Role", pass("SpawnWorkload-Instance-Role", "ec2.amazonaws.com")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "SpawnWorkload-Instance-Role, lambda.amazonaws.com",
        "Administrator, ec2.amazonaws.com",
        "SpawnWorkload-Functions-Run-Role, ec2.amazonaws.com"
    })
    void passesNoOtherRoleAndToNobodyElse(String role, String service) {
        assertThat(may("/Functions/Run/Role", pass(role, service))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/Flows/Launch/Role, ec2:TerminateInstances",
        "/Flows/Lifecycle/Role, ec2:TerminateInstances",
        "/Flows/Terminate/Role, ec2:TerminateInstances",
        "/Flows/Stop/Role, ec2:StopInstances",
        "/Flows/Hibernate/Role, ec2:StopInstances",
        "/Flows/Start/Role, ec2:StartInstances",
        "/Reaper/Sweep/Role, ec2:TerminateInstances",
        "/Guard/Watch/Role, ec2:TerminateInstances"
    })
    void touchesOurInstancesAndNoOthers(String role, String action) {
        assertThat(may(role, Request.of(action, INSTANCE).with("ec2:ResourceTag/spawn", "true")))
                .isTrue();
        assertThat(may(role, Request.of(action, INSTANCE).with("ec2:ResourceTag/spawn", "false")))
                .isFalse();
        assertThat(may(role, Request.of(action, INSTANCE))).isFalse();
    }

    @Test
    void anExtensionWritesTheDeadlineTagAndNoOther() {
        var ours = Request.of("ec2:CreateTags", INSTANCE).with("ec2:ResourceTag/spawn", "true");
        assertThat(may("/Functions/Extend/Role", ours.with("aws:TagKeys", "ttl")))
                .isTrue();
        assertThat(may("/Functions/Extend/Role", ours.with("aws:TagKeys", "ttl", "spawn")))
                .isFalse();
        assertThat(may(
                        "/Functions/Extend/Role",
                        Request.of("ec2:CreateTags", INSTANCE).with("aws:TagKeys", "ttl")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Functions/Outcome/Role", "/Flows/Launch/Role", "/Reaper/Sweep/Role"})
    void speaksForTheControlPlaneAndForNobodyElse(String role) {
        var publish = Request.of("events:PutEvents", "arn:aws:events:us-east-1:123456789012:event-bus/spawn");
        assertThat(may(role, publish.with("events:source", "spawn.control"))).isTrue();
        assertThat(may(role, publish.with("events:source", "spawn.cli"))).isFalse();
        assertThat(may(role, publish.with("events:source", "spawn.agent/" + INSTANCE)))
                .isFalse();
    }

    @Test
    void alertsComeFromTheDeploymentsOwnAddressAndNoOther() {
        var mailing = Policies.ofRole(
                Synthesis.workload(java.util.Map.of("alertEmailFrom", "spawn@example.org")), "/Alerting/Deliver/Role");
        var send = Request.of("ses:SendEmail", "arn:aws:ses:us-east-1:123456789012:identity/example.org");
        assertThat(Statement.allows(mailing, send.with("ses:FromAddress", "spawn@example.org")))
                .isTrue();
        assertThat(Statement.allows(mailing, send.with("ses:FromAddress", "ceo@example.org")))
                .isFalse();
        assertThat(may("/Alerting/Deliver/Role", send.with("ses:FromAddress", "spawn@example.org")))
                .as("without the setting nobody mails")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/spawn/alerts/slack, true", "/lab/token, false", "/spawn/on-destroy, false"})
    void alertsReadTheirOwnSecretsAndNoOthers(String parameter, boolean allowed) {
        var read = Request.of("ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter" + parameter);
        assertThat(may("/Alerting/Deliver/Role", read)).isEqualTo(allowed);
        assertThat(may("/Alerting/Alert/Role", read))
                .as("who only decides reads none")
                .isFalse();
    }

    @Test
    void alertsGoToTopicsOfThisAccountAndOfOthersOnlyWhereDeclared() {
        var foreign = Request.of("sns:Publish", "arn:aws:sns:us-east-1:999999999999:theirs");
        var declared = Policies.ofRole(
                Synthesis.workload(java.util.Map.of("alertTopics", "arn:aws:sns:us-east-1:999999999999:theirs")),
                "/Alerting/Deliver/Role");
        assertThat(may("/Alerting/Deliver/Role", Request.of("sns:Publish", "arn:aws:sns:us-east-1:123456789012:ours")))
                .isTrue();
        assertThat(may("/Alerting/Deliver/Role", foreign)).isFalse();
        assertThat(Statement.allows(declared, foreign)).isTrue();
    }

    @Test
    void whoTellsSaysOnTheBusThatNobodyWasToldAndNothingElse() {
        var publish = Request.of("events:PutEvents", "arn:aws:events:us-east-1:123456789012:event-bus/spawn")
                .with("events:source", "spawn.control");
        assertThat(may("/Alerting/Deliver/Role", publish.with("events:detail-type", "AlertFailed")))
                .isTrue();
        assertThat(may("/Alerting/Deliver/Role", publish.with("events:detail-type", "TerminateInstance")))
                .isFalse();
    }

    private static Request pass(String role, String service) {
        return Request.of("iam:PassRole", "arn:aws:iam::123456789012:role/" + role)
                .with("iam:PassedToService", service);
    }

    private static boolean may(String role, Request request) {
        return Statement.allows(Policies.ofRole(Synthesis.workload(), role), request);
    }
}
