package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * What an instance may do. Whatever runs on it runs as its role, the user's programs included, so every role can speak for
 * its own instance and for nothing else. {@code ec2:SourceInstanceARN} is set by EC2 for the credentials of the metadata
 * service; an instance cannot choose it:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 *
 * <p>The roles are made here and nowhere else: a launch chooses among them, and no part of the control plane may make or
 * change one (docs/adr/010).
 */
final class InstanceRoles {
    /** A policy variable of IAM, not a substitution of CloudFormation. */
    private static final String THIS_INSTANCE = "${ec2:SourceInstanceARN}";

    /** Where the plan looks a declared profile up. */
    static final String PARAMETERS = "/spawn/profiles/";

    private static final String PATH = "/spawn/";

    /**
     * Of what a declared policy says, the most that comes to bear: working with data. Identities, networks, computing and
     * the control plane's own services are not among it.
     */
    private static final String[] WORK_WITH_DATA = {
        "athena:*",
        "bedrock:InvokeModel*",
        "cloudwatch:*",
        "dynamodb:*",
        "ec2:Describe*",
        "ecr:*",
        "elasticfilesystem:Client*",
        "elasticfilesystem:Describe*",
        "glue:*",
        "kinesis:*",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "logs:*",
        "s3:*",
        "sns:*",
        "sqs:*"
    };

    private final Construct scope;
    private final String busArn;
    private final String binariesBucketArn;
    private final IBucket results;
    private final Role usual;
    private final CfnInstanceProfile usualProfile;
    private final CfnInstanceProfile quietProfile;
    private final CfnInstanceProfile workerProfile;
    private final List<String> roleArns = new ArrayList<>();

    InstanceRoles(Construct scope, String busArn, String binariesBucketArn, IBucket results, Settings settings) {
        this.scope = scope;
        this.busArn = busArn;
        this.binariesBucketArn = binariesBucketArn;
        this.results = results;
        usual = role(
                scope,
                "Role",
                "Of every instance that spawn launches: speaks and stores as its own instance only",
                baseline(true));
        usualProfile = profile(scope, "Profile", usual);
        quietProfile = profile(
                scope,
                "QuietProfile",
                role(scope, "QuietRole", "The same, out of Session Manager's reach", baseline(false)));
        workerProfile = profile(
                scope,
                "WorkerProfile",
                role(
                        scope,
                        "WorkerRole",
                        "Of instances that work on a batch queue",
                        Stream.concat(baseline(true), work(settings.queueResultBuckets()))));
        settings.profiles().forEach(this::declare);
    }

    /**
     * A worker takes jobs of queues, reads what they are, and keeps what they leave. IAM knows no variable for a queue, so
     * a worker of one may take another's jobs and write beside their results; it may write neither what a job is nor
     * what a run's summary says.
     */
    private Stream<Allow> work(List<String> resultBuckets) {
        var inBucketsOfOthers = resultBuckets.stream()
                .map(bucket -> "arn:" + Aws.PARTITION + ":s3:::" + bucket + "/*queues/*/runs/*/jobs/*")
                .toArray(String[]::new);
        var inOurs = Stream.of(
                Allow.to("TakeJobs", "states:GetActivityTask").on(Allow.arn("states", "activity:spawn-q-*")),
                Allow.toAnswerTasks("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"),
                Allow.to("ReadRunsAndResults", "s3:GetObject").on(results.getBucketArn() + "/queues/*"),
                // Without it S3 says of an object that is not there that it is not to be read.
                Allow.to("SeeWhatIsNotThere", "s3:ListBucket")
                        .on(results.getBucketArn())
                        .when("StringLike", "s3:prefix", "queues/*"),
                Allow.to("StoreResultsOfJobs", "s3:PutObject").on(results.getBucketArn() + "/queues/*/runs/*/jobs/*"));
        return resultBuckets.isEmpty()
                ? inOurs
                : Stream.concat(
                        inOurs,
                        Stream.of(Allow.to("StoreAndReadResultsElsewhere", "s3:PutObject", "s3:GetObject")
                                .on(inBucketsOfOthers)));
    }

    /** Of an instance whose launch names none. */
    Role usual() {
        return usual;
    }

    String usualProfileArn() {
        return usualProfile.getAttrArn();
    }

    String quietProfileArn() {
        return quietProfile.getAttrArn();
    }

    String workerProfileArn() {
        return workerProfile.getAttrArn();
    }

    /** Of all that an instance may be given. */
    List<String> roleArns() {
        return List.copyOf(roleArns);
    }

    private void declare(String name, Profiles.Profile declared) {
        var own = new Construct(scope, "Profile-" + name);
        var permissions = Stream.concat(baseline(declared.sessionManager()), secrets(declared))
                .toList();
        var boundary = ManagedPolicy.Builder.create(own, "Boundary")
                .path(PATH)
                .description("The most that an instance of the profile " + name + " may do, whatever its policies say")
                .document(document(Stream.concat(
                        // What decrypts them is among the work with data, and a boundary has no room to say it twice.
                        permissions.stream().filter(allow -> !allow.actions().equals(List.of("kms:Decrypt"))),
                        Stream.of(Allow.to("WorkWithData", WORK_WITH_DATA).onEverything()))))
                .build();
        boundary.addStatements(keepFromOthers().toArray(PolicyStatement[]::new));
        var role = Role.Builder.create(own, "Role")
                .path(PATH)
                .description("Of instances that are launched with --instance-profile " + name)
                .assumedBy(ServicePrincipal.Builder.create("ec2.amazonaws.com").build())
                .permissionsBoundary(boundary)
                .managedPolicies(declared.policies().stream()
                        .map(arn -> ManagedPolicy.fromManagedPolicyArn(
                                own, "Policy-" + arn.substring(arn.lastIndexOf('/') + 1), arn))
                        .toList())
                .inlinePolicies(Map.of("permissions", document(permissions.stream())))
                .build();
        roleArns.add(role.getRoleArn());
        StringParameter.Builder.create(own, "Declaration")
                .parameterName(PARAMETERS + name)
                .description("What --instance-profile " + name + " means")
                .stringValue(Stack.of(scope)
                        .toJsonString(Map.of(
                                "arn", profile(own, "Profile", role).getAttrArn(),
                                "sessionManager", declared.sessionManager(),
                                "secrets", declared.secrets())))
                .build();
    }

    private Role role(Construct within, String id, String description, Stream<Allow> permissions) {
        var role = Role.Builder.create(within, id)
                .description(description)
                .assumedBy(ServicePrincipal.Builder.create("ec2.amazonaws.com").build())
                .inlinePolicies(Map.of("permissions", document(permissions)))
                .build();
        roleArns.add(role.getRoleArn());
        return role;
    }

    private static CfnInstanceProfile profile(Construct within, String id, Role role) {
        return CfnInstanceProfile.Builder.create(within, id)
                .roles(List.of(role.getRoleName()))
                .build();
    }

    private static PolicyDocument document(Stream<Allow> permissions) {
        return PolicyDocument.Builder.create()
                .statements(permissions.map(Allow::statement).toList())
                .build();
    }

    /** In every role: without it the agent could not be fetched, nor speak. */
    private Stream<Allow> baseline(boolean sessionManager) {
        return Stream.concat(
                Stream.of(
                        Allow.to("SpeakAsItself", "events:PutEvents")
                                .on(busArn)
                                .when("StringEquals", "events:source", "spawn.agent/" + THIS_INSTANCE),
                        Allow.to("FetchTheAgent", "s3:GetObject").on(binariesBucketArn + "/spored/*"),
                        // A variable may stand in the last part of a Resource, so one role serves all instances and
                        // each
                        // writes below its own ARN only:
                        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
                        // ${aws:userid} would name the instance too, behind the id of a role that nobody knows yet.
                        Allow.to("StoreItsResults", "s3:PutObject")
                                .on(
                                        results.getBucketArn() + "/instances/" + THIS_INSTANCE + "/*",
                                        // Any sweep's, so that its rows' results lie together: what others have there
                                        // is below their ARNs.
                                        results.getBucketArn() + "/sweeps/*/rows/*/" + THIS_INSTANCE + "/*")),
                sessionManager ? Stream.of(sessionManager()) : Stream.empty());
    }

    /**
     * Session Manager's minimum. The managed policy AmazonSSMManagedInstanceCore would also let every instance read every
     * parameter of the account.
     * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
     */
    private static Allow sessionManager() {
        return Allow.to(
                        "SessionManager",
                        "ssm:UpdateInstanceInformation",
                        "ssmmessages:CreateControlChannel",
                        "ssmmessages:CreateDataChannel",
                        "ssmmessages:OpenControlChannel",
                        "ssmmessages:OpenDataChannel")
                .onEverything();
    }

    /**
     * Exactly the declared ones; their keys, if they have keys of their own, through these services and for these alone:
     * both name what they decrypt in the encryption context.
     * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
     * https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
     */
    private static Stream<Allow> secrets(Profiles.Profile declared) {
        var parameters = declared.secretsOf("ssm");
        var secrets = declared.secretsOf("secretsmanager");
        return Stream.concat(
                parameters.isEmpty()
                        ? Stream.empty()
                        : Stream.of(
                                Allow.to("ReadItsParameters", "ssm:GetParameter")
                                        .on(parameters.toArray(String[]::new)),
                                decrypt("DecryptItsParameters", "ssm", "PARAMETER_ARN", parameters)),
                secrets.isEmpty()
                        ? Stream.empty()
                        : Stream.of(
                                Allow.to("ReadItsSecrets", "secretsmanager:GetSecretValue")
                                        .on(secrets.toArray(String[]::new)),
                                decrypt("DecryptItsSecrets", "secretsmanager", "SecretARN", secrets)));
    }

    private static Allow decrypt(String name, String service, String key, List<String> arns) {
        return Allow.to(name, "kms:Decrypt")
                .on(Allow.arn("kms", "key/*"))
                .when("StringEquals", "kms:ViaService", service + "." + Aws.REGION + "." + Aws.URL_SUFFIX)
                .when("StringEquals", "kms:EncryptionContext:" + key, arns);
    }

    /** A policy on all tables or buckets is not meant for spawn's. */
    private Stream<PolicyStatement> keepFromOthers() {
        return Stream.of(
                deny("NotTheControlPlane", "dynamodb:*", "sqs:*", "sns:*", "logs:*")
                        .resources(List.of(
                                Allow.arn("dynamodb", "table/spawn-*"),
                                Allow.arn("sqs", "spawn-*"),
                                Allow.arn("sns", "spawn-*"),
                                Allow.arn("logs", "log-group:/aws/lambda/spawn-*"),
                                Allow.arn("logs", "log-group:/aws/vendedlogs/states/spawn-*")))
                        .build(),
                deny("NotTheAgentsArchive", "s3:PutObject*", "s3:DeleteObject*", "s3:PutBucket*", "s3:DeleteBucket*")
                        .resources(List.of(binariesBucketArn, binariesBucketArn + "/*"))
                        .build(),
                deny(
                                "NotTheResultsOfOthers",
                                "s3:GetObject*",
                                "s3:DeleteObject*",
                                "s3:ListBucket*",
                                "s3:PutBucket*",
                                "s3:DeleteBucket*",
                                "s3:PutObjectAcl")
                        .resources(List.of(results.getBucketArn(), results.getBucketArn() + "/*"))
                        .build());
    }

    private static PolicyStatement.Builder deny(String name, String... actions) {
        return PolicyStatement.Builder.create().sid(name).effect(Effect.DENY).actions(List.of(actions));
    }
}
