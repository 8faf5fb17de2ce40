package host.spore.spawn.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/**
 * A flow of the module statemachines, with its role.
 *
 * <p>The file's text is put into the template, rather than uploaded beside it: so the tests of the template see what is
 * deployed.
 */
final class Flow extends Construct {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final String name;
    private final StateMachine machine;

    /**
     * @param file name of the flow, as in {@code /asl/<file>.asl.json}; the state machine is {@code spawn-<file>}
     * @param substitutions values of the file's placeholders, all of them and no others
     */
    record Spec(String file, StateMachineType type, Map<String, String> substitutions, List<Allow> permissions) {
        String machineName() {
            return "spawn-" + file;
        }
    }

    Flow(Construct scope, String id, Spec spec) {
        super(scope, id);
        name = spec.machineName();
        String definition = read(spec.file());
        checkPlaceholders(spec, definition);

        boolean express = spec.type() == StateMachineType.EXPRESS;
        var permissions = Stream.concat(
                Stream.of(Allow.toTrace(), lookAtSampling()),
                Stream.concat(express ? Stream.of(deliverLogs()) : Stream.empty(), spec.permissions().stream()));
        var role = role(
                this,
                "Role",
                "Of the flow " + spec.machineName(),
                // The children of a distributed Map are executions of a machine named after it and the Map.
                arnOf(spec.machineName() + (definition.contains("\"DISTRIBUTED\"") ? "*" : "")),
                permissions.map(Allow::statement).toList());
        var builder = StateMachine.Builder.create(this, "Machine")
                .stateMachineName(spec.machineName())
                .stateMachineType(spec.type())
                .definitionBody(DefinitionBody.fromString(definition))
                .definitionSubstitutions(new TreeMap<>(spec.substitutions()))
                .tracingEnabled(true)
                .role(role.withoutPolicyUpdates());
        if (express) {
            // A STANDARD execution keeps its own history for 90 days; an EXPRESS one leaves nothing but its log.
            // The name's prefix keeps CloudWatch's resource policy for log delivery within its size limit:
            // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
            var log = LogGroup.Builder.create(this, "Log")
                    .logGroupName("/aws/vendedlogs/states/" + spec.machineName())
                    .retention(RetentionDays.ONE_MONTH)
                    .removalPolicy(RemovalPolicy.DESTROY)
                    .build();
            builder.logs(LogOptions.builder()
                    .destination(log)
                    .level(LogLevel.ALL)
                    .includeExecutionData(true)
                    .build());
        }
        machine = builder.build();
    }

    /** @param machineArns of the state machines that take it; may have wildcards */
    static Role role(
            Construct scope, String id, String description, String machineArns, List<PolicyStatement> permissions) {
        return Role.Builder.create(scope, id)
                .description(description)
                .assumedBy(new PrincipalWithConditions(
                        ServicePrincipal.Builder.create("states.amazonaws.com").build(),
                        // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
                        new TreeMap<>(Map.of(
                                "StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                                "ArnLike", Map.of("aws:SourceArn", machineArns)))))
                .inlinePolicies(Map.of(
                        "permissions",
                        PolicyDocument.Builder.create().statements(permissions).build()))
                .build();
    }

    String name() {
        return name;
    }

    StateMachine machine() {
        return machine;
    }

    String arn() {
        return machine.getStateMachineArn();
    }

    /** By name and not by reference, for those who are made before the flow, or are the flow itself. */
    static String arnOf(String machineName) {
        return Allow.arn("states", "stateMachine:" + machineName);
    }

    private static String read(String file) {
        String resource = "/asl/" + file + ".asl.json";
        try (var stream = Flow.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no flow " + resource + " in the module statemachines");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** CloudFormation leaves an unknown placeholder as it is, and the flow fails when it gets there. */
    private static void checkPlaceholders(Spec spec, String definition) {
        var wanted = new TreeSet<>(
                PLACEHOLDER.matcher(definition).results().map(Flow::nameOf).toList());
        var given = new TreeSet<>(spec.substitutions().keySet());
        if (!wanted.equals(given)) {
            throw new IllegalStateException("flow " + spec.file() + ": its file names the placeholders " + wanted
                    + ", the stack gives " + given + "; they must be the same");
        }
    }

    private static String nameOf(MatchResult placeholder) {
        return placeholder.group(1);
    }

    /** Log delivery has no resources that a policy could name. */
    private static Allow deliverLogs() {
        return Allow.to(
                        "DeliverLogs",
                        "logs:CreateLogDelivery",
                        "logs:DeleteLogDelivery",
                        "logs:DescribeLogGroups",
                        "logs:DescribeResourcePolicies",
                        "logs:GetLogDelivery",
                        "logs:ListLogDeliveries",
                        "logs:PutResourcePolicy",
                        "logs:UpdateLogDelivery")
                .onEverything();
    }

    /** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html */
    private static Allow lookAtSampling() {
        return Allow.to("ReadSamplingRules", "xray:GetSamplingRules", "xray:GetSamplingTargets")
                .onEverything();
    }
}
