package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * A handler of the module functions: its role, its log and, where somebody waits for its answer, its snapshot.
 *
 * <p>A snapshot (SnapStart) exists for published versions only, so {@link #callable} is then an alias, which each
 * deployment moves: https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html. Callers are given permission on the
 * alias alone.
 */
final class JavaFunction extends Construct {
    private static final String HANDLERS = "host.spore.spawn.functions.";

    private final Function function;
    private final IFunction callable;
    private final String name;
    private final String logGroupName;

    /**
     * @param code one per stack: an asset belongs to one
     * @param snapshots false where the account or the emulator is to do without
     */
    record Platform(Code code, Settings.Architecture architecture, boolean snapshots) {}

    /**
     * @param name physical name, part of the contract with whoever reads logs
     * @param handler class name below the functions' package
     * @param waitedFor whether somebody waits for the answer: such a function gets a snapshot
     * @param undelivered where an event goes that an asynchronous call could not get handled
     */
    record Spec(
            String name,
            String handler,
            String purpose,
            Duration timeout,
            boolean waitedFor,
            @Nullable IQueue undelivered,
            Map<String, String> environment,
            List<Allow> permissions) {}

    JavaFunction(Construct scope, String id, Platform platform, Spec spec) {
        super(scope, id);
        name = spec.name();
        var log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/lambda/" + spec.name())
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        logGroupName = log.getLogGroupName();
        var role = Role.Builder.create(this, "Role")
                .description("Of the function " + spec.name())
                .assumedBy(
                        ServicePrincipal.Builder.create("lambda.amazonaws.com").build())
                .inlinePolicies(Map.of("permissions", policy(spec, log)))
                .build();
        boolean snapshot = spec.waitedFor() && platform.snapshots();
        var builder = Function.Builder.create(this, "Function")
                .functionName(spec.name())
                .description(spec.purpose())
                .runtime(Runtime.JAVA_25)
                .architecture(
                        switch (platform.architecture()) {
                            case ARM_64 -> Architecture.ARM_64;
                            case X86_64 -> Architecture.X86_64;
                        })
                .code(platform.code())
                .handler(HANDLERS + spec.handler())
                // CPU comes with memory: below 1 GB a JVM's start is several times slower and no cheaper.
                // https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
                .memorySize(1024)
                .timeout(spec.timeout())
                .environment(new TreeMap<>(spec.environment()))
                .logGroup(log)
                // The functions write JSON themselves. Lambda's own JSON format would wrap each of their lines in an
                // object of its own, and CloudWatch would no longer find the metrics in them:
                // https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html
                .loggingFormat(LoggingFormat.TEXT)
                .tracing(Tracing.ACTIVE)
                // The role is complete as written above; nothing that CDK would add on the way gets in.
                .role(role.withoutPolicyUpdates());
        if (spec.undelivered() != null) {
            // Not an on-failure destination: that wraps the event in an envelope, and the queue then holds two shapes.
            builder.deadLetterQueue(spec.undelivered());
        }
        if (snapshot) {
            builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        function = builder.build();
        if (snapshot) {
            Annotations.of(function)
                    .acknowledgeWarning(
                            "@aws-cdk/aws-lambda:snapStartRequirePublish", "the alias below is of a published version");
        }
        callable = snapshot
                ? Alias.Builder.create(this, "Alias")
                        .aliasName("live")
                        .version(function.getCurrentVersion())
                        .build()
                : function;
    }

    /** What callers call. */
    IFunction callable() {
        return callable;
    }

    /** ARN of what callers call. */
    String arn() {
        return callable.getFunctionArn();
    }

    String name() {
        return name;
    }

    /** Where it writes what it does; a reference, so that whoever names it is made after it. */
    String logGroupName() {
        return logGroupName;
    }

    /** For a custom resource: CloudFormation calls the function itself, and an alias would only delay its update. */
    String serviceToken() {
        return function.getFunctionArn();
    }

    private static PolicyDocument policy(Spec spec, LogGroup log) {
        var permissions = new ArrayList<>(spec.permissions());
        if (spec.undelivered() != null) {
            permissions.add(Allow.to("KeepWhatFailed", "sqs:SendMessage")
                    .on(spec.undelivered().getQueueArn()));
        }
        return PolicyDocument.Builder.create()
                .statements(Stream.concat(
                                Stream.of(
                                        Allow.to("WriteTheLog", "logs:CreateLogStream", "logs:PutLogEvents")
                                                .on(log.getLogGroupArn()),
                                        Allow.toTrace()),
                                permissions.stream())
                        .map(Allow::statement)
                        .toList())
                .build();
    }
}
