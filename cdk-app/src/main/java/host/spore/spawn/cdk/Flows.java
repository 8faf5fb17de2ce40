package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/** The flows, and what each of them may do. */
final class Flows extends Construct {
    private final Flow intake;
    private final List<Flow> ofCommands;

    Flows(Construct scope, String id, FlowFunctions functions, IEventBus bus, Tables tables, Queue intakeQueue) {
        super(scope, id);
        String instances = tables.instances().getTableArn();
        String names = tables.names().getTableArn();
        String outcome = functions.arn("Outcome");

        var lifecycle = standard(
                "Lifecycle",
                "lifecycle",
                Map.of(
                        "LifecycleFunctionArn", functions.arn("Lifecycle"),
                        "OutcomeFunctionArn", outcome,
                        "InstancesTable", tables.instances().getTableName(),
                        "NamesTable", tables.names().getTableName()),
                call(functions.arn("Lifecycle"), outcome),
                Allow.to("KeepTheRow", "dynamodb:UpdateItem").on(instances),
                Allow.to("GiveTheNameBack", "dynamodb:DeleteItem").on(names),
                Allow.toOurInstances("EndTheInstance", "ec2:TerminateInstances"),
                Allow.to("StartItsSuccessor", "states:StartExecution").on(Flow.arnOf("spawn-lifecycle")));
        var launch = standard(
                "Launch",
                "launch",
                Map.of(
                        "PlanFunctionArn", functions.arn("Plan"),
                        "RunFunctionArn", functions.arn("Run"),
                        "OutcomeFunctionArn", outcome,
                        "InstancesTable", tables.instances().getTableName(),
                        "NamesTable", tables.names().getTableName(),
                        "LifecycleFlowArn", lifecycle.arn(),
                        "BusName", bus.getEventBusName()),
                call(functions.arn("Plan"), functions.arn("Run"), outcome),
                Allow.to(
                                "ClaimTheName",
                                "dynamodb:PutItem",
                                "dynamodb:GetItem",
                                "dynamodb:UpdateItem",
                                "dynamodb:DeleteItem")
                        .on(names),
                Allow.to("RegisterTheInstance", "dynamodb:GetItem", "dynamodb:UpdateItem")
                        .on(instances),
                Allow.toOurInstances("EndAnInstanceThatFailed", "ec2:TerminateInstances"),
                Allow.to("StartTheLifecycle", "states:StartExecution").on(lifecycle.arn()),
                Allow.toSpeakForTheControlPlane(bus.getEventBusArn()));
        var extend = standard(
                "Extend",
                "extend",
                Map.of("ExtendFunctionArn", functions.arn("Extend"), "OutcomeFunctionArn", outcome),
                call(functions.arn("Extend"), outcome));
        var terminate = standard(
                "Terminate",
                "terminate",
                Map.of(
                        "ResolveFunctionArn", functions.arn("Resolve"),
                        "OutcomeFunctionArn", outcome,
                        "InstancesTable", tables.instances().getTableName()),
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                Allow.to("NoteTheCommand", "dynamodb:UpdateItem").on(instances),
                Allow.toOurInstances("EndTheInstance", "ec2:TerminateInstances"));
        var stop = standard(
                "Stop",
                "stop",
                Map.of("ResolveFunctionArn", functions.arn("Resolve"), "OutcomeFunctionArn", outcome),
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                Allow.toOurInstances("StopTheInstance", "ec2:StopInstances"));
        // The same permission as a stop: IAM knows no other for hibernation.
        var hibernate = standard(
                "Hibernate",
                "hibernate",
                Map.of("ResolveFunctionArn", functions.arn("Resolve"), "OutcomeFunctionArn", outcome),
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                Allow.toOurInstances("HibernateTheInstance", "ec2:StopInstances"));
        var start = standard(
                "Start",
                "start",
                Map.of("ResolveFunctionArn", functions.arn("Resolve"), "OutcomeFunctionArn", outcome),
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                Allow.toOurInstances("StartTheInstance", "ec2:StartInstances"));
        ofCommands = List.of(launch, extend, terminate, stop, hibernate, start);

        intake = new Flow(
                this,
                "Intake",
                new Flow.Spec(
                        "intake",
                        StateMachineType.EXPRESS,
                        Map.of(
                                "LaunchFlowArn", launch.arn(),
                                "ExtendFlowArn", extend.arn(),
                                "TerminateFlowArn", terminate.arn(),
                                "StopFlowArn", stop.arn(),
                                "HibernateFlowArn", hibernate.arn(),
                                "StartFlowArn", start.arn(),
                                "OutcomeFunctionArn", outcome,
                                "IntakeQueueUrl", intakeQueue.getQueueUrl()),
                        List.of(
                                call(outcome),
                                Allow.to("StartTheFlowOfACommand", "states:StartExecution")
                                        .on(arns(ofCommands)),
                                Allow.to("KeepWhatCouldNotStart", "sqs:SendMessage")
                                        .on(intakeQueue.getQueueArn()))));
    }

    Flow intake() {
        return intake;
    }

    /** Those whose executions are named by a command, and owe it an outcome. */
    List<Flow> ofCommands() {
        return ofCommands;
    }

    static String[] arns(List<Flow> flows) {
        return flows.stream().map(Flow::arn).toArray(String[]::new);
    }

    private Flow standard(String id, String file, Map<String, String> substitutions, Allow... permissions) {
        return new Flow(
                this,
                id,
                new Flow.Spec(
                        file,
                        StateMachineType.STANDARD,
                        substitutions,
                        Stream.of(permissions).toList()));
    }

    private static Allow call(String... functionArns) {
        return Allow.to("CallItsFunctions", "lambda:InvokeFunction").on(functionArns);
    }
}
