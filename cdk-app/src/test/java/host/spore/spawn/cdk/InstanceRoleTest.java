package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program on an instance may do with the instance's own credentials: the template's policy, evaluated. */
class InstanceRoleTest {
    private static final String HERE = "arn:aws:ec2:us-east-1:123456789012:instance/i-0aaaaaaaaaaaaaaaa";
    private static final String OTHER = "arn:aws:ec2:us-east-1:123456789012:instance/i-0bbbbbbbbbbbbbbbb";
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/spawn";
    private static final String RESULTS = "arn:aws:s3:::spawn-results-123456789012-us-east-1";
    private static final String BINARIES = "arn:aws:s3:::spawn-binaries-123456789012-us-east-1";

    private final List<Statement> policy = Policies.ofRole(Synthesis.workload(), "/Instance/Role");

    @Test
    void speaksAsItself() {
        assertThat(may(publish(BUS, "spawn.agent/" + HERE))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawn.agent/" + OTHER,
                "spawn.agent/" + HERE + "0",
                "spawn.agent/*",
                "spawn.agent/",
                "spawn.agent/${ec2:SourceInstanceARN}",
                "spawn.cli",
                "spawn.control",
                "aws.ec2",
                "com.example"
            })
    void speaksAsNobodyElse(String source) {
        assertThat(may(publish(BUS, source))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "spawn-infrastructure", "spawn2"})
    void speaksOnNoOtherBus(String bus) {
        String arn = "arn:aws:events:us-east-1:123456789012:event-bus/" + bus;
        assertThat(may(publish(arn, "spawn.agent/" + HERE))).isFalse();
    }

    @Test
    void withoutAnInstanceThereIsNobodyToSpeakAs() {
        var request = Request.of("events:PutEvents", BUS).with("events:source", "spawn.agent/" + HERE);
        assertThat(Statement.allows(policy, request)).isFalse();
    }

    @Test
    void fetchesTheAgent() {
        assertThat(may(Request.of("s3:GetObject", BINARIES + "/spored/abc/spored-linux-x86_64.tar.xz")))
                .isTrue();
    }

    @Test
    void storesItsOwnResults() {
        assertThat(may(Request.of("s3:PutObject", RESULTS + "/instances/" + HERE + "/out/result.csv")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObject, spawn-results-123456789012-us-east-1/instances/" + OTHER + "/out",
        "s3:PutObject, spawn-results-123456789012-us-east-1/instances/" + HERE + "0/out",
        "s3:PutObject, spawn-results-123456789012-us-east-1/other",
        "s3:GetObject, spawn-results-123456789012-us-east-1/instances/" + OTHER + "/out",
        "s3:DeleteObject, spawn-results-123456789012-us-east-1/instances/" + HERE + "/out",
        "s3:ListBucket, spawn-results-123456789012-us-east-1",
        "s3:PutObject, spawn-binaries-123456789012-us-east-1/spored/abc/spored-linux-x86_64.tar.xz",
        "s3:DeleteObject, spawn-binaries-123456789012-us-east-1/spored/abc/spored-linux-x86_64.tar.xz",
        "s3:GetObject, cdk-hnb659fds-assets-123456789012-us-east-1/abc.zip"
    })
    void touchesNothingElseInABucket(String action, String key) {
        assertThat(may(Request.of(action, "arn:aws:s3:::" + key))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ec2:RunInstances, arn:aws:ec2:us-east-1:123456789012:instance/*",
        "ec2:TerminateInstances, " + HERE,
        "ec2:TerminateInstances, " + OTHER,
        "ec2:StopInstances, " + HERE,
        "ec2:StopInstances, " + OTHER,
        "ec2:CreateTags, " + HERE,
        "ec2:DescribeInstances, *",
        "ec2:ModifyInstanceAttribute, " + HERE,
        "states:StartExecution, arn:aws:states:us-east-1:123456789012:stateMachine:spawn-intake",
        "states:SendTaskSuccess, *",
        "lambda:InvokeFunction, arn:aws:lambda:us-east-1:123456789012:function:spawn-outcome:live",
        "dynamodb:UpdateItem, arn:aws:dynamodb:us-east-1:123456789012:table/spawn-instances",
        "dynamodb:GetItem, arn:aws:dynamodb:us-east-1:123456789012:table/spawn-names",
        "sqs:SendMessage, arn:aws:sqs:us-east-1:123456789012:spawn-intake-undelivered",
        "route53:ChangeResourceRecordSets, arn:aws:route53:::hostedzone/Z1",
        "ssm:GetParameter, arn:aws:ssm:us-east-1:123456789012:parameter/secret",
        "ssm:PutParameter, arn:aws:ssm:us-east-1:123456789012:parameter/spawn/on-destroy",
        "secretsmanager:GetSecretValue, arn:aws:secretsmanager:us-east-1:123456789012:secret:any",
        "sts:AssumeRole, arn:aws:iam::123456789012:role/any",
        "iam:PassRole, arn:aws:iam::123456789012:role/any",
        "logs:PutLogEvents, arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/spawn-plan:*"
    })
    void doesNothingOfTheControlPlane(String action, String resource) {
        assertThat(may(Request.of(action, resource))).isFalse();
    }

    @Test
    void theOneWithoutSessionManagerHasNothingElseThanTheUsualOne() {
        // Given
        var quiet = Policies.ofRole(Synthesis.workload(), "/Instance/QuietRole");

        // When, Then
        assertThat(quiet)
                .isEqualTo(policy.stream()
                        .filter(statement -> !statement.sid().equals("SessionManager"))
                        .toList());
        assertThat(quiet).hasSize(policy.size() - 1);
    }

    private boolean may(Request request) {
        // What EC2 puts into every request that is signed with the credentials of an instance.
        return Statement.allows(policy, request.with("ec2:SourceInstanceARN", HERE));
    }

    private static Request publish(String bus, String source) {
        return Request.of("events:PutEvents", bus).with("events:source", source);
    }
}
