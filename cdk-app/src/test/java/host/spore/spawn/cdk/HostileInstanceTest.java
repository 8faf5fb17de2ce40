package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Condition;
import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An instance that has turned against everybody: whoever is on it has its credentials, and asks for all that can be asked
 * for. The emulator enforces no policy, so the policies of the templates are evaluated here. What a declared profile adds
 * is bounded, and tried in {@link DeclaredProfilesTest}.
 */
class HostileInstanceTest {
    private static final String ACCOUNT = "123456789012";
    private static final String HERE = "arn:aws:ec2:us-east-1:123456789012:instance/i-0aaaaaaaaaaaaaaaa";
    private static final String OTHER = "arn:aws:ec2:us-east-1:123456789012:instance/i-0bbbbbbbbbbbbbbbb";
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/spawn";
    private static final String OTHERS_BUS = "arn:aws:events:us-east-1:111111111111:event-bus/spawn-infrastructure";
    private static final String RESULTS = "arn:aws:s3:::spawn-results-123456789012-us-east-1/";
    private static final String QUEUES = RESULTS + "queues/";
    private static final String RUN = QUEUES + "train/runs/run-1/";

    private static final String USUAL = "/Instance/Role";
    private static final String QUIET = "/Instance/QuietRole";
    private static final String WORKER = "/Instance/WorkerRole";

    private static final Map<String, List<Statement>> READ = new HashMap<>();

    static final List<String> ROLES = List.of(USUAL, QUIET, WORKER);

    /**
     * Of all that the control plane may do, what an instance may do as well, with the place. Each has been thought about:
     * everybody may read the agent that everybody runs, and workers of an account are one trust domain (SECURITY.md).
     */
    private static final Map<String, List<String>> SHARED = Map.of(
            USUAL,
            List.of("s3:GetObject arn:aws:s3:::spawn-binaries-123456789012-us-east-1/spored/X"),
            QUIET,
            List.of("s3:GetObject arn:aws:s3:::spawn-binaries-123456789012-us-east-1/spored/X"),
            WORKER,
            List.of(
                    "s3:GetObject arn:aws:s3:::spawn-binaries-123456789012-us-east-1/spored/X",
                    "s3:GetObject " + QUEUES + "X",
                    // The same objects, as the dashboard names those of them that it reads.
                    "s3:GetObject " + QUEUES + "X/plan.json",
                    "s3:ListBucket arn:aws:s3:::spawn-results-123456789012-us-east-1",
                    "states:SendTaskFailure X",
                    "states:SendTaskSuccess X"));

    /** Whatever any role of ours may do, where it may do it and under its conditions: no instance may. */
    @ParameterizedTest
    @FieldSource("ROLES")
    void doesNothingThatTheControlPlaneDoes(String role) {
        // Given
        List<Statement> policy = policy(role);
        var asked = new ArrayList<Request>();
        for (Template template : List.of(
                Synthesis.workload(),
                Synthesis.infrastructure(),
                Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS),
                Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER))) {
            Policies.of(template, ACCOUNT, "us-east-1").stream()
                    .filter(held -> held.holder().endsWith(" may")
                            && !held.holder().contains("/Instance/")
                            && held.managed().isEmpty())
                    .flatMap(held -> held.statements().stream())
                    .filter(Statement::allow)
                    .forEach(statement -> asked.addAll(requests(statement)));
        }

        // When
        var allowed = new TreeSet<String>();
        asked.stream()
                .filter(request -> Statement.allows(policy, asked(request)))
                .forEach(request -> allowed.add(request.action() + " " + request.resource()));

        // Then
        assertThat(asked).hasSizeGreaterThan(300);
        assertThat(allowed).containsExactlyElementsOf(SHARED.getOrDefault(role, List.of()));
    }

    static Stream<Arguments> attacks() {
        return ROLES.stream().flatMap(role -> ATTACKS.stream().map(attack -> Arguments.of(role, attack[0], attack[1])));
    }

    private static final List<String[]> ATTACKS = List.of(
            // Commands another way than by the bus
            new String[] {"states:StartExecution", "arn:aws:states:us-east-1:123456789012:stateMachine:spawn-extend"},
            new String[] {"states:StopExecution", "arn:aws:states:us-east-1:123456789012:execution:spawn-lifecycle:x"},
            new String[] {"states:CreateStateMachine", "arn:aws:states:us-east-1:123456789012:stateMachine:spawn-q-x"},
            new String[] {"states:UpdateStateMachine", "arn:aws:states:us-east-1:123456789012:stateMachine:spawn-launch"
            },
            new String[] {"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:spawn-run:live"},
            new String[] {"lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:123456789012:function:spawn-run"},
            new String[] {"events:PutRule", "arn:aws:events:us-east-1:123456789012:rule/spawn/x"},
            new String[] {"events:PutTargets", "arn:aws:events:us-east-1:123456789012:rule/spawn/spawn-agent"},
            new String[] {"events:DisableRule", "arn:aws:events:us-east-1:123456789012:rule/spawn-reaper"},
            // Its own deadline, and that of others
            new String[] {"ec2:CreateTags", HERE},
            new String[] {"ec2:CreateTags", OTHER},
            new String[] {"ec2:DeleteTags", HERE},
            new String[] {"ec2:TerminateInstances", OTHER},
            new String[] {"ec2:StopInstances", OTHER},
            new String[] {"ec2:ModifyInstanceAttribute", HERE},
            new String[] {"ec2:ModifyInstanceMetadataOptions", HERE},
            new String[] {"ec2:RunInstances", "arn:aws:ec2:us-east-1:123456789012:instance/*"},
            new String[] {"ec2:DescribeInstanceAttribute", OTHER},
            new String[] {"dynamodb:UpdateItem", "arn:aws:dynamodb:us-east-1:123456789012:table/spawn-instances"},
            new String[] {"dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/spawn-outcomes"},
            // Names of others
            new String[] {"route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"},
            new String[] {"dynamodb:DeleteItem", "arn:aws:dynamodb:us-east-1:123456789012:table/spawn-names"},
            // Results of others
            new String[] {"s3:GetObject", RESULTS + "instances/" + OTHER + "/out"},
            new String[] {"s3:PutObject", RESULTS + "instances/" + OTHER + "/out"},
            new String[] {"s3:PutObject", RESULTS + "instances/" + HERE + "0/out"},
            new String[] {"s3:GetObject", RESULTS + "sweeps/lr/rows/0/" + OTHER + "/out"},
            new String[] {"s3:PutObject", RESULTS + "sweeps/lr/rows/0/" + OTHER + "/out"},
            new String[] {"s3:PutObject", RESULTS + "sweeps/lr/rows/0/" + HERE + "0/out"},
            new String[] {"s3:PutObject", RESULTS + "sweeps/lr/rows/0/out"},
            new String[] {"s3:PutObject", RESULTS + "sweeps/lr/rows.json"},
            new String[] {"s3:PutObject", RESULTS + "sweeps/lr/index.jsonl"},
            new String[] {"s3:DeleteObject", RESULTS + "instances/" + HERE + "/out"},
            new String[] {"s3:PutObjectAcl", RESULTS + "instances/" + HERE + "/out"},
            new String[] {"s3:PutBucketPolicy", "arn:aws:s3:::spawn-results-123456789012-us-east-1"},
            // Files that rules make commands of
            new String[] {"s3:PutObject", RESULTS + "inbox/queues/train.yaml"},
            new String[] {"s3:GetObject", RESULTS + "inbox/queues/train.yaml"},
            // What others run
            new String[] {
                "s3:PutObject", "arn:aws:s3:::spawn-binaries-123456789012-us-east-1/spored/a/spored-linux-x86_64.tar.xz"
            },
            new String[] {"s3:PutObject", "arn:aws:s3:::cdk-hnb659fds-assets-123456789012-us-east-1/a.zip"},
            new String[] {"ssm:SendCommand", OTHER},
            new String[] {"ssm:StartSession", OTHER},
            new String[] {"ec2-instance-connect:SendSSHPublicKey", OTHER},
            // Secrets, its own launch's included: only a declared profile has any
            new String[] {"ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/lab/token"},
            new String[] {"ssm:GetParametersByPath", "arn:aws:ssm:us-east-1:123456789012:parameter/spawn"},
            new String[] {"ssm:PutParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/spawn/on-destroy"},
            new String[] {
                "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-AbCdEf"
            },
            new String[] {"kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/k"},
            // Alarms and alerts
            new String[] {"sns:Publish", "arn:aws:sns:us-east-1:123456789012:spawn-alarms"},
            new String[] {"sns:Subscribe", "arn:aws:sns:us-east-1:123456789012:spawn-alarms"},
            new String[] {"ses:SendEmail", "arn:aws:ses:us-east-1:123456789012:identity/example.org"},
            new String[] {"sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:spawn-intake-undelivered"},
            new String[] {"sqs:PurgeQueue", "arn:aws:sqs:us-east-1:123456789012:spawn-undelivered"},
            new String[] {"cloudwatch:PutMetricData", "*"},
            new String[] {
                "cloudwatch:DisableAlarmActions", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:spawn-reaper-absent"
            },
            // More than it has
            new String[] {"iam:PassRole", "arn:aws:iam::123456789012:role/SpawnWorkload-Functions-Run-Role"},
            new String[] {"iam:PutRolePolicy", "arn:aws:iam::123456789012:role/SpawnWorkload-Instance-Role"},
            new String[] {"sts:AssumeRole", "arn:aws:iam::123456789012:role/SpawnWorkload-Instance-WorkerRole"},
            new String[] {"sts:AssumeRole", "arn:aws:iam::123456789012:role/spawn-dns-reader"},
            new String[] {
                "logs:PutLogEvents", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/spawn-plan:log-stream:x"
            },
            new String[] {"logs:DeleteLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/spawn-plan"
            },
            new String[] {
                "cloudformation:UpdateStack", "arn:aws:cloudformation:us-east-1:123456789012:stack/SpawnWorkload/x"
            });

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefused(String role, String action, String resource) {
        assertThat(Statement.allows(policy(role), asked(Request.of(action, resource))))
                .isFalse();
    }

    static Stream<Arguments> voices() {
        return ROLES.stream()
                .flatMap(role -> Stream.of(
                                "spawn.cli",
                                "spawn.control",
                                "aws.ec2",
                                "aws.s3",
                                "spawn.agent/",
                                "spawn.agent/*",
                                "spawn.agent/" + OTHER,
                                "spawn.agent/" + HERE + "0",
                                "spawn.agent/${ec2:SourceInstanceARN}",
                                "SPAWN.AGENT/" + HERE)
                        .map(source -> Arguments.of(role, source)));
    }

    @ParameterizedTest
    @MethodSource("voices")
    void speaksAsNobodyElse(String role, String source) {
        for (String bus : List.of(BUS, OTHERS_BUS, "arn:aws:events:us-east-1:123456789012:event-bus/default")) {
            var publish = Request.of("events:PutEvents", bus).with("events:source", source);
            assertThat(Statement.allows(policy(role), asked(publish))).as(bus).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource("ROLES")
    void speaksAsItself(String role) {
        var publish = Request.of("events:PutEvents", BUS).with("events:source", "spawn.agent/" + HERE);
        assertThat(Statement.allows(policy(role), asked(publish))).isTrue();
        // Two entries in one call, of which one is another's: the key then has two values, and the condition is for
        // one.
        assertThat(Statement.allows(
                        policy(role), asked(publish.with("events:source", "spawn.agent/" + HERE, "spawn.control"))))
                .isFalse();
    }

    /** What a worker of one queue may do to another: this and no more, as SECURITY.md says. */
    @Test
    void workersAreOneTrustDomainAndItsBoundsAreThese() {
        List<Statement> worker = policy(WORKER);
        Map<String, Boolean> may = new TreeMap<>(Map.of(
                "states:GetActivityTask arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123",
                true,
                "states:GetActivityTask arn:aws:states:us-east-1:123456789012:activity:theirs",
                false,
                "s3:GetObject " + RUN + "plan.json",
                true,
                "s3:PutObject " + RUN + "jobs/fit/1/out.csv",
                true,
                "s3:PutObject " + RUN + "plan.json",
                false,
                "s3:PutObject " + RUN + "summary.json",
                false,
                "s3:PutObject " + QUEUES + "train/queue.json",
                false,
                "s3:DeleteObject " + RUN + "jobs/fit/1/out.csv",
                false,
                "dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/spawn-queues",
                false,
                "states:DescribeExecution arn:aws:states:us-east-1:123456789012:execution:spawn-q-x:y",
                false));
        may.forEach((what, expected) -> {
            String[] parts = what.split(" ", 2);
            assertThat(Statement.allows(worker, asked(Request.of(parts[0], parts[1]))))
                    .as(what)
                    .isEqualTo(expected);
        });
        var list = Request.of("s3:ListBucket", "arn:aws:s3:::spawn-results-123456789012-us-east-1");
        assertThat(Statement.allows(worker, asked(list.with("s3:prefix", "queues/train/"))))
                .isTrue();
        assertThat(Statement.allows(worker, asked(list.with("s3:prefix", "instances/"))))
                .isFalse();
        assertThat(Statement.allows(worker, asked(list))).isFalse();
    }

    /** A policy of a resource can let in whom no policy of a role does. */
    @Test
    void noResourceLetsAnInstanceIn() {
        var letIn = new ArrayList<String>();
        int read = 0;
        for (Template template : List.of(
                Synthesis.workload(),
                Synthesis.infrastructure(),
                Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS),
                Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER),
                Synthesis.workload(Synthesis.WITH_PROFILES))) {
            for (var policy : Policies.of(template, ACCOUNT, "us-east-1")) {
                if (!policy.holder().endsWith(" lets in")) {
                    continue;
                }
                read++;
                for (Statement statement : policy.statements()) {
                    statement.principals().stream()
                            .filter(principal -> statement.allow()
                                    && !principal.startsWith("Service ")
                                    && !principal.equals("AWS arn:aws:iam::222222222222:root"))
                            .forEach(principal -> letIn.add(policy.holder() + ": " + principal));
                }
            }
        }
        assertThat(read).isGreaterThan(40);
        assertThat(letIn).isEmpty();
    }

    /** Read once: the whole template is resolved for it. */
    private static List<Statement> policy(String role) {
        return READ.computeIfAbsent(role, path -> Policies.ofRole(Synthesis.workload(), path));
    }

    /** Requests that the statement allows, one for each action and resource, with its own conditions met. */
    private static List<Request> requests(Statement statement) {
        var requests = new ArrayList<Request>();
        for (String action : statement.actions()) {
            for (String resource : statement.resources()) {
                Request request = Request.of(action, resource.replace("*", "X"));
                for (Condition condition : statement.conditions()) {
                    request = request.with(
                            condition.key(), condition.values().getFirst().replace("*", "X"));
                }
                requests.add(request);
            }
        }
        return requests;
    }

    /** What EC2 puts into every request that is signed with the credentials of an instance. */
    private static Request asked(Request request) {
        return request.with("ec2:SourceInstanceARN", HERE);
    }
}
