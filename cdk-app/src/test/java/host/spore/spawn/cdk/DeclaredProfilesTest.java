package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a profile that the deployment declares allows, and what its boundary makes of a policy that says everything. */
class DeclaredProfilesTest {
    private static final String HERE = "arn:aws:ec2:us-east-1:123456789012:instance/i-0aaaaaaaaaaaaaaaa";
    private static final String OTHER = "arn:aws:ec2:us-east-1:123456789012:instance/i-0bbbbbbbbbbbbbbbb";
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/spawn";
    private static final String TOKEN = "arn:aws:ssm:us-east-1:123456789012:parameter/lab/token";
    private static final String DB = "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-AbCdEf";
    private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

    private final Template template = Synthesis.workload(Synthesis.WITH_PROFILES);
    private final List<Statement> genomics = Policies.ofRole(template, "/Profile-genomics/Role");
    private final List<Statement> vault = Policies.ofRole(template, "/Profile-vault/Role");
    private final List<Statement> boundary = Policies.ofBoundary(template, "/Profile-genomics/Boundary");

    @Test
    void everyOneHasTheBaseline() {
        // Given
        var usual = Policies.ofRole(template, "/Instance/Role");
        var quiet = Policies.ofRole(template, "/Instance/QuietRole");

        // When, Then
        assertThat(genomics).containsAll(usual);
        assertThat(vault).isEqualTo(quiet);
        assertThat(boundary).containsAll(usual);
    }

    @ParameterizedTest
    @CsvSource({
        "ssm:GetParameter, " + TOKEN + ", true",
        "ssm:GetParameter, " + TOKEN + "2, false",
        "ssm:GetParameters, " + TOKEN + ", false",
        "ssm:PutParameter, " + TOKEN + ", false",
        "secretsmanager:GetSecretValue, " + DB + ", true",
        "secretsmanager:GetSecretValue, arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-XXXXXX, false",
        "secretsmanager:PutSecretValue, " + DB + ", false"
    })
    void readsExactlyTheSecretsThatAreDeclared(String action, String arn, boolean allowed) {
        assertThat(Statement.allows(genomics, from(Request.of(action, arn)))).isEqualTo(allowed);
        assertThat(Statement.allows(boundary, from(Request.of(action, arn)))).isEqualTo(allowed);
        assertThat(Statement.allows(vault, from(Request.of(action, arn)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ssm.us-east-1.amazonaws.com, PARAMETER_ARN, " + TOKEN + ", true",
        "ssm.us-east-1.amazonaws.com, PARAMETER_ARN, " + TOKEN + "2, false",
        "s3.us-east-1.amazonaws.com, PARAMETER_ARN, " + TOKEN + ", false",
        "secretsmanager.us-east-1.amazonaws.com, SecretARN, " + DB + ", true",
        "secretsmanager.us-east-1.amazonaws.com, PARAMETER_ARN, " + TOKEN + ", false"
    })
    void decryptsThemAndNothingElse(String via, String key, String what, boolean allowed) {
        var request =
                Request.of("kms:Decrypt", KEY).with("kms:ViaService", via).with("kms:EncryptionContext:" + key, what);
        assertThat(Statement.allows(genomics, from(request))).isEqualTo(allowed);
    }

    /** As if a declared policy allowed every action on everything. */
    @ParameterizedTest
    @CsvSource({
        "iam:CreateUser, arn:aws:iam::123456789012:user/x",
        "iam:PassRole, arn:aws:iam::123456789012:role/Administrator",
        "sts:AssumeRole, arn:aws:iam::123456789012:role/Administrator",
        "ec2:RunInstances, arn:aws:ec2:us-east-1:123456789012:instance/*",
        "ec2:TerminateInstances, " + OTHER,
        "ec2:CreateTags, " + HERE,
        "ec2:AuthorizeSecurityGroupIngress, arn:aws:ec2:us-east-1:123456789012:security-group/sg-1",
        "lambda:InvokeFunction, arn:aws:lambda:us-east-1:123456789012:function:spawn-run",
        "states:StartExecution, arn:aws:states:us-east-1:123456789012:stateMachine:spawn-intake",
        "states:SendTaskSuccess, *",
        "cloudformation:DeleteStack, arn:aws:cloudformation:us-east-1:123456789012:stack/SpawnWorkload/x",
        "organizations:LeaveOrganization, *",
        "ssm:GetParameter, arn:aws:ssm:us-east-1:123456789012:parameter/other",
        "ssm:PutParameter, arn:aws:ssm:us-east-1:123456789012:parameter/spawn/profiles/genomics",
        "ssm:SendCommand, " + OTHER,
        "route53:ChangeResourceRecordSets, arn:aws:route53:::hostedzone/Z1",
        "dynamodb:UpdateItem, arn:aws:dynamodb:us-east-1:123456789012:table/spawn-instances",
        "sqs:SendMessage, arn:aws:sqs:us-east-1:123456789012:spawn-intake-undelivered",
        "s3:GetObject, arn:aws:s3:::spawn-results-123456789012-us-east-1/instances/" + OTHER + "/out",
        "s3:PutObject, arn:aws:s3:::spawn-binaries-123456789012-us-east-1/spored/abc/spored-linux-x86_64.tar.xz",
        "s3:DeleteObject, arn:aws:s3:::spawn-results-123456789012-us-east-1/instances/" + HERE + "/out"
    })
    void itsBoundaryHoldsWhateverAPolicySays(String action, String resource) {
        assertThat(Statement.allows(boundary, from(Request.of(action, resource))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spawn.cli", "spawn.control", "spawn.agent/" + OTHER})
    void speaksAsNobodyElseEither(String source) {
        var request = Request.of("events:PutEvents", BUS);
        assertThat(Statement.allows(boundary, from(request.with("events:source", source))))
                .isFalse();
        assertThat(Statement.allows(boundary, from(request.with("events:source", "spawn.agent/" + HERE))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, arn:aws:s3:::genomes/hg38.fa",
        "s3:ListBucket, arn:aws:s3:::genomes",
        "dynamodb:Query, arn:aws:dynamodb:us-east-1:123456789012:table/samples",
        "ecr:GetAuthorizationToken, *",
        "ec2:DescribeVolumes, *"
    })
    void workWithDataIsNotInItsWay(String action, String resource) {
        assertThat(Statement.allows(boundary, from(Request.of(action, resource))))
                .isTrue();
    }

    @Test
    void theRoleHasItsPolicyItsBoundaryAndAPathOfItsOwn() {
        // Given
        var role = template.one("AWS::IAM::Role", "/Profile-genomics/Role").properties();
        var boundaryId = template.one("AWS::IAM::ManagedPolicy", "/Profile-genomics/Boundary")
                .id();

        // When, Then
        assertThat(role.string("Path")).isEqualTo("/spawn/");
        assertThat(role.object("PermissionsBoundary").toString()).contains(boundaryId);
        assertThat(role.array("ManagedPolicyArns").toString()).contains("AmazonS3ReadOnlyAccess");
    }

    /** IAM's limit of a managed policy is 6,144 characters without blanks. */
    @Test
    void theBoundaryFitsWithTheLongestSecrets() {
        // Given: references to other resources are longer here than what they stand for
        String document = template.one("AWS::IAM::ManagedPolicy", "/Profile-genomics/Boundary")
                .properties()
                .object("PolicyDocument")
                .toString()
                .replace(" ", "");

        // When, Then
        assertThat(document.length() + Profiles.MOST_OF_SECRETS).isLessThan(6_144);
    }

    private static Request from(Request request) {
        return request.with("ec2:SourceInstanceARN", HERE);
    }
}
