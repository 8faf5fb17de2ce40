package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/** The flows, and what each of them may do. */
final class Flows extends Construct {
    private final Flow intake;
    private final Flow lifecycle;
    private final List<Flow> ofCommands;

    Flows(
            Construct scope,
            String id,
            FlowFunctions functions,
            QueueFunctions queueFunctions,
            SweepFunctions sweepFunctions,
            IBucket results,
            AlertFunctions alertFunctions,
            IEventBus bus,
            Tables tables,
            Queue intakeQueue) {
        super(scope, id);
        String instances = tables.instances().getTableArn();
        String names = tables.names().getTableArn();
        String outcome = functions.arn("Outcome");

        lifecycle = standard(
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
        var launch = standard(
                "Launch",
                "launch",
                Map.ofEntries(
                        Map.entry("PlanFunctionArn", functions.arn("Plan")),
                        Map.entry("RunFunctionArn", functions.arn("Run")),
                        Map.entry("ArrayFunctionArn", functions.arn("Array")),
                        Map.entry("MemberFunctionArn", functions.arn("Member")),
                        Map.entry("OutcomeFunctionArn", outcome),
                        Map.entry("InstancesTable", tables.instances().getTableName()),
                        Map.entry("NamesTable", tables.names().getTableName()),
                        Map.entry("OutcomesTable", tables.outcomes().getTableName()),
                        Map.entry("BreakersTable", tables.breakers().getTableName()),
                        Map.entry("LifecycleFlowArn", lifecycle.arn()),
                        Map.entry("TerminateFlowArn", terminate.arn()),
                        Map.entry("BusName", bus.getEventBusName())),
                call(
                        functions.arn("Plan"),
                        functions.arn("Run"),
                        functions.arn("Array"),
                        functions.arn("Member"),
                        outcome),
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
                Allow.lookAtInstances(),
                Allow.to("StartTheLifecycle", "states:StartExecution").on(lifecycle.arn()),
                Allow.to("EndWhatIsReplaced", "states:StartExecution").on(terminate.arn()),
                waitFor(terminate),
                hearOfTheirEnd(),
                // Itself: once for each member of an array, and as the Map of them.
                Allow.to("LaunchTheMembers", "states:StartExecution").on(Flow.arnOf("spawn-launch")),
                // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
                Allow.to("WatchTheMembers", "states:DescribeExecution", "states:StopExecution")
                        .on(
                                Allow.arn("states", "execution:spawn-launch:*"),
                                Allow.arn("states", "execution:spawn-launch/*")),
                Allow.to("ReadHowThatEnded", "dynamodb:GetItem")
                        .on(tables.outcomes().getTableArn()),
                Allow.to("CountAndForgetFailures", "dynamodb:UpdateItem")
                        .on(tables.breakers().getTableArn()),
                Allow.toSpeakForTheControlPlane(bus.getEventBusArn()));
        var powerPlaces = Map.of(
                "ResolveFunctionArn", functions.arn("Resolve"),
                "OutcomeFunctionArn", outcome,
                "InstancesTable", tables.instances().getTableName());
        var noteTheCommand = Allow.to("NoteTheCommand", "dynamodb:UpdateItem").on(instances);
        var stop = standard(
                "Stop",
                "stop",
                powerPlaces,
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                noteTheCommand,
                Allow.toOurInstances("StopTheInstance", "ec2:StopInstances"));
        // The same permission as a stop: IAM knows no other for hibernation.
        var hibernate = standard(
                "Hibernate",
                "hibernate",
                powerPlaces,
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                noteTheCommand,
                Allow.toOurInstances("HibernateTheInstance", "ec2:StopInstances"));
        var start = standard(
                "Start",
                "start",
                powerPlaces,
                call(functions.arn("Resolve"), outcome),
                Allow.lookAtInstances(),
                noteTheCommand,
                Allow.toOurInstances("StartTheInstance", "ec2:StartInstances"));
        var each = standard(
                "Each",
                "each",
                Map.of(
                        "SelectFunctionArn", functions.arn("Select"),
                        "SumUpFunctionArn", functions.arn("SumUp"),
                        "OutcomeFunctionArn", outcome,
                        "ExtendFlowArn", extend.arn(),
                        "TerminateFlowArn", terminate.arn(),
                        "StopFlowArn", stop.arn(),
                        "HibernateFlowArn", hibernate.arn(),
                        "StartFlowArn", start.arn()),
                call(functions.arn("Select"), functions.arn("SumUp"), outcome),
                Allow.to("CarryItOutOnEach", "states:StartExecution")
                        .on(arns(List.of(extend, terminate, stop, hibernate, start))),
                waitFor(extend, terminate, stop, hibernate, start),
                hearOfTheirEnd());
        var queue = standard(
                "Queue",
                "queue",
                Map.of(
                        "PrepareFunctionArn", queueFunctions.arn("Prepare"),
                        "MachinesFunctionArn", queueFunctions.arn("Machines"),
                        "ItemsFunctionArn", queueFunctions.arn("Items"),
                        "WorkersFunctionArn", queueFunctions.arn("Workers"),
                        "FinishFunctionArn", queueFunctions.arn("Finish"),
                        "OutcomeFunctionArn", outcome,
                        "QueuesTable", tables.queues().getTableName(),
                        "BusName", bus.getEventBusName()),
                Stream.concat(
                                Stream.of(
                                        call(
                                                queueFunctions.arn("Prepare"),
                                                queueFunctions.arn("Machines"),
                                                queueFunctions.arn("Items"),
                                                queueFunctions.arn("Workers"),
                                                queueFunctions.arn("Finish"),
                                                outcome),
                                        Allow.to("SeeWhetherThereAreWorkers", "dynamodb:GetItem")
                                                .on(tables.queues().getTableArn()),
                                        hearOfTheirEnd(),
                                        Allow.toSpeakForTheControlPlane(bus.getEventBusArn())),
                                QueueFunctions.toRunMachines().stream())
                        .toArray(Allow[]::new));
        var cancelQueue = standard(
                "CancelQueue",
                "cancel-queue",
                Map.of("CancelQueueFunctionArn", queueFunctions.arn("CancelQueue"), "OutcomeFunctionArn", outcome),
                call(queueFunctions.arn("CancelQueue"), outcome));
        var sweep = standard(
                "Sweep",
                "sweep",
                Map.of(
                        "SweepPrepareFunctionArn", sweepFunctions.prepare(),
                        "SweepRowFunctionArn", sweepFunctions.row(),
                        "SweepFinishFunctionArn", sweepFunctions.finish(),
                        "OutcomeFunctionArn", outcome,
                        "LaunchFlowArn", launch.arn(),
                        "SweepsTable", tables.sweeps().getTableName(),
                        "BusName", bus.getEventBusName()),
                call(sweepFunctions.prepare(), sweepFunctions.row(), sweepFunctions.finish(), outcome),
                Allow.to("ReadTheRows", "s3:GetObject").on(results.getBucketArn() + "/sweeps/*"),
                Allow.to("RunTheRows", "states:StartExecution").on(Flow.arnOf("spawn-sweep")),
                // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
                Allow.to("WatchTheRows", "states:DescribeExecution", "states:StopExecution")
                        .on(
                                Allow.arn("states", "execution:spawn-sweep:*"),
                                Allow.arn("states", "execution:spawn-sweep/*")),
                Allow.to("LaunchTheRows", "states:StartExecution").on(launch.arn()),
                Allow.to("HoldAPlace", "dynamodb:UpdateItem").on(tables.sweeps().getTableArn()),
                Allow.toSpeakForTheControlPlane(bus.getEventBusArn()));
        var cancelSweep = standard(
                "CancelSweep",
                "cancel-sweep",
                Map.of("CancelSweepFunctionArn", sweepFunctions.cancel(), "OutcomeFunctionArn", outcome),
                call(sweepFunctions.cancel(), outcome));
        String destinations = alertFunctions.destinations().arn();
        var alertDestination = standard(
                "AlertDestination",
                "alert-destination",
                Map.of("AlertDestinationsFunctionArn", destinations, "OutcomeFunctionArn", outcome),
                call(destinations, outcome));
        String deliver = alertFunctions.deliver().arn();
        standard(
                "DeliverAlert",
                "deliver-alert",
                Map.of(
                        "DeliverAlertFunctionArn",
                        deliver,
                        "UndeliveredAlertsUrl",
                        alertFunctions.undeliveredAlerts().getQueueUrl()),
                call(deliver),
                Allow.to("KeepWhatNobodyWasTold", "sqs:SendMessage")
                        .on(alertFunctions.undeliveredAlerts().getQueueArn()));
        ofCommands = List.of(
                launch,
                extend,
                terminate,
                stop,
                hibernate,
                start,
                each,
                queue,
                cancelQueue,
                sweep,
                cancelSweep,
                alertDestination);

        intake = new Flow(
                this,
                "Intake",
                new Flow.Spec(
                        "intake",
                        StateMachineType.EXPRESS,
                        Map.ofEntries(
                                Map.entry("LaunchFlowArn", launch.arn()),
                                Map.entry("ExtendFlowArn", extend.arn()),
                                Map.entry("TerminateFlowArn", terminate.arn()),
                                Map.entry("StopFlowArn", stop.arn()),
                                Map.entry("HibernateFlowArn", hibernate.arn()),
                                Map.entry("StartFlowArn", start.arn()),
                                Map.entry("EachFlowArn", each.arn()),
                                Map.entry("QueueFlowArn", queue.arn()),
                                Map.entry("CancelQueueFlowArn", cancelQueue.arn()),
                                Map.entry("SweepFlowArn", sweep.arn()),
                                Map.entry("CancelSweepFlowArn", cancelSweep.arn()),
                                Map.entry("AlertDestinationFlowArn", alertDestination.arn()),
                                Map.entry("OutcomeFunctionArn", outcome),
                                Map.entry("IntakeQueueUrl", intakeQueue.getQueueUrl())),
                        List.of(
                                call(outcome),
                                Allow.to("StartTheFlowOfACommand", "states:StartExecution")
                                        .on(arns(ofCommands)),
                                Allow.to("KeepWhatCouldNotStart", "sqs:SendMessage")
                                        .on(intakeQueue.getQueueArn()))));
    }

    Flow lifecycle() {
        return lifecycle;
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

    /** A flow that is stopped stops what it waits for; the reaper says how that ended. */
    private static Allow waitFor(Flow... flows) {
        return Allow.to("WaitForThem", "states:DescribeExecution", "states:StopExecution")
                .on(Stream.of(flows)
                        .map(flow -> Allow.arn("states", "execution:" + flow.name() + ":*"))
                        .toArray(String[]::new));
    }

    /** By a rule of Step Functions' own: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
    static Allow hearOfTheirEnd() {
        return Allow.to("HearOfTheirEnd", "events:PutTargets", "events:PutRule", "events:DescribeRule")
                .on(Allow.arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"));
    }

    private static Allow call(String... functionArns) {
        return Allow.to("CallItsFunctions", "lambda:InvokeFunction").on(functionArns);
    }
}
