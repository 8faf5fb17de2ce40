package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * What batch queues need: the functions of their flow, of the machines that they become and of their workers, and the one
 * role that all those machines have.
 */
final class QueueFunctions extends Construct {
    /** Every machine and activity that a queue becomes has a name that begins so. */
    private static final String COMPILED = "spawn-q-*";

    private static final String MACHINES = Allow.arn("states", "stateMachine:" + COMPILED);
    private static final String ACTIVITIES = Allow.arn("states", "activity:" + COMPILED);
    private static final String EXECUTIONS = Allow.arn("states", "execution:" + COMPILED + ":*");

    private final JavaFunction.Platform platform;
    private final Queue undelivered;
    private final Map<String, String> usual;
    private final Map<String, JavaFunction> byName = new LinkedHashMap<>();

    QueueFunctions(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            IEventBus bus,
            Tables tables,
            IBucket results,
            List<String> resultBuckets,
            Queue undelivered) {
        super(scope, id);
        this.platform = platform;
        this.undelivered = undelivered;
        String table = tables.queues().getTableArn();
        String objects = results.getBucketArn() + "/queues/*";
        usual = Map.of(
                "SPAWN_QUEUES_TABLE", tables.queues().getTableName(),
                "SPAWN_RESULTS_BUCKET", results.getBucketName(),
                "SPAWN_QUEUE_FLOW_NAME", "spawn-queue");
        var read = Allow.to("ReadTheRun", "s3:GetObject").on(objects);
        var keep = Allow.to("ReadAndKeepTheRun", "s3:GetObject", "s3:PutObject").on(objects);
        // Without it S3 says of an object that is not there that it is not to be read.
        var see = Allow.to("SeeWhatIsNotThere", "s3:ListBucket")
                .on(results.getBucketArn())
                .when("StringLike", "s3:prefix", "queues/*");
        var items = Allow.to(
                        "KeepTheItems", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem")
                .on(table);
        var step = add(
                "Step",
                "spawn-queue-step",
                "queue.StepHandler",
                "Opens gates, and settles what a failed job means for others",
                Duration.seconds(100),
                true,
                Map.of(),
                List.of(read, see, items, Allow.toAnswerTasks("states:SendTaskSuccess", "states:SendTaskFailure")));
        Role role = machines(tables, step);
        // What stands in every definition, and so in its hash.
        var machinery = Map.of("SPAWN_QUEUE_ROLE_ARN", role.getRoleArn(), "SPAWN_QUEUE_STEP_ARN", step.arn());
        var preparing = new TreeMap<>(machinery);
        if (!resultBuckets.isEmpty()) {
            preparing.put("SPAWN_QUEUE_RESULT_BUCKETS", String.join(",", resultBuckets));
        }
        var seeWhetherTheFlowRuns = Allow.to("SeeWhetherTheFlowRuns", "states:DescribeExecution")
                .on(Allow.arn("states", "execution:spawn-queue:*"));

        add(
                "Prepare",
                "spawn-queue-prepare",
                "queue.PrepareHandler",
                "Reads and compiles a queue, and claims its id",
                Duration.seconds(110),
                true,
                preparing,
                List.of(
                        keep,
                        see,
                        Inboxes.read(results),
                        Inboxes.see(results),
                        items,
                        seeWhetherTheFlowRuns,
                        Allow.to(
                                        "EndWhatWasAbandoned",
                                        "states:DescribeExecution",
                                        "states:StopExecution",
                                        "states:GetExecutionHistory")
                                .on(EXECUTIONS)));
        add(
                "Machines",
                "spawn-queue-machines",
                "queue.MachinesHandler",
                "Makes the state machines that a queue becomes",
                Duration.seconds(590),
                true,
                machinery,
                List.of(
                        read,
                        see,
                        Allow.to(
                                        "MakeTheMachines",
                                        "states:CreateStateMachine",
                                        "states:DescribeStateMachine",
                                        "states:CreateActivity",
                                        "states:DescribeActivity",
                                        "states:TagResource")
                                .on(MACHINES, ACTIVITIES),
                        Allow.to("GiveThemTheirRole", "iam:PassRole")
                                .on(role.getRoleArn())
                                .when("StringEquals", "iam:PassedToService", "states.amazonaws.com")));
        add(
                "Items",
                "spawn-queue-items",
                "queue.ItemsHandler",
                "Writes the items of a run, its jobs and its gates",
                Duration.seconds(290),
                true,
                Map.of(),
                List.of(read, see, items));
        add(
                "Finish",
                "spawn-queue-finish",
                "queue.FinishHandler",
                "Says how a run was, from its executions",
                Duration.seconds(890),
                true,
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        keep,
                                        see,
                                        items,
                                        Allow.to(
                                                        "ReadAndEndItsExecutions",
                                                        "states:DescribeExecution",
                                                        "states:GetExecutionHistory",
                                                        "states:StopExecution")
                                                .on(EXECUTIONS)),
                                resultBuckets.isEmpty()
                                        ? Stream.empty()
                                        : Stream.of(Allow.to("WriteTheSummaryElsewhere", "s3:PutObject")
                                                .on(resultBuckets.stream()
                                                        .map(bucket -> "arn:" + Aws.PARTITION + ":s3:::" + bucket
                                                                + "/*queues/*")
                                                        .toArray(String[]::new))))
                        .toList());
        add(
                "CancelQueue",
                "spawn-queue-cancel",
                "queue.CancelHandler",
                "Ends a run",
                Duration.seconds(100),
                true,
                Map.of(),
                List.of(
                        read,
                        see,
                        items,
                        seeWhetherTheFlowRuns,
                        Allow.to("StopItsExecutions", "states:DescribeExecution", "states:StopExecution")
                                .on(EXECUTIONS)));
        add(
                "Workers",
                "spawn-queue-workers",
                "queue.WorkersHandler",
                "Launches, replaces and ends the workers of a run",
                Duration.seconds(100),
                true,
                Map.of(
                        "SPAWN_BUS_NAME", bus.getEventBusName(),
                        "SPAWN_INSTANCES_TABLE", tables.instances().getTableName()),
                List.of(
                        read,
                        see,
                        items,
                        Allow.to("FindTheLaunchOfAnInstance", "dynamodb:GetItem")
                                .on(tables.instances().getTableArn()),
                        Allow.to("EndARunWithoutWorkers", "states:DescribeExecution", "states:StopExecution")
                                .on(EXECUTIONS),
                        Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                                .when(
                                        "StringEquals",
                                        "events:detail-type",
                                        List.of("LaunchInstance", "TerminateInstance"))));
        add(
                "Jobs",
                "spawn-queue-jobs",
                "queue.JobHandler",
                "Notes what workers say of jobs",
                Duration.seconds(60),
                true,
                Map.of("SPAWN_INSTANCES_TABLE", tables.instances().getTableName()),
                List.of(
                        read,
                        see,
                        items,
                        Allow.to("FindTheLaunchOfAnInstance", "dynamodb:GetItem")
                                .on(tables.instances().getTableArn())));
        add(
                "Tidy",
                "spawn-queue-tidy",
                "queue.TidyHandler",
                "Removes machines that no run has used for 30 days",
                Duration.seconds(600),
                false,
                Map.of(),
                List.of(
                        Allow.to("RememberTheLastTime", "dynamodb:GetItem", "dynamodb:PutItem")
                                .on(table)
                                .when("ForAllValues:StringEquals", "dynamodb:LeadingKeys", "tidy#"),
                        // Lists know no resource:
                        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_stepfunctions.html
                        Allow.to("FindTheMachines", "states:ListStateMachines", "states:ListActivities")
                                .onEverything(),
                        Allow.to(
                                        "RemoveUnusedMachines",
                                        "states:ListTagsForResource",
                                        "states:ListExecutions",
                                        "states:DeleteStateMachine",
                                        "states:DeleteActivity")
                                .on(MACHINES, ACTIVITIES)));
    }

    /** ARN of what a flow calls. */
    String arn(String id) {
        return function(id).arn();
    }

    /** What EventBridge calls. */
    JavaFunction function(String id) {
        var function = byName.get(id);
        if (function == null) {
            throw new IllegalArgumentException("function " + id + ": there are " + byName.keySet());
        }
        return function;
    }

    /** To start the machines of queues, and to wait for them. */
    static List<Allow> toRunMachines() {
        return List.of(
                Allow.to("RunTheMachines", "states:StartExecution").on(MACHINES),
                Allow.to("WaitForTheMachines", "states:DescribeExecution", "states:StopExecution")
                        .on(EXECUTIONS));
    }

    private JavaFunction add(
            String id,
            String name,
            String handler,
            String purpose,
            Duration timeout,
            boolean waitedFor,
            Map<String, String> environment,
            List<Allow> permissions) {
        var whole = new TreeMap<>(usual);
        whole.putAll(environment);
        var function = new JavaFunction(
                this,
                id,
                platform,
                new JavaFunction.Spec(name, handler, purpose, timeout, waitedFor, undelivered, whole, permissions));
        byName.put(id, function);
        return function;
    }

    /** No user's text decides what a machine may do: all of them may do this. */
    private Role machines(Tables tables, JavaFunction step) {
        var permissions = new ArrayList<>(toRunMachines());
        permissions.add(Allow.to("CallTheStepFunction", "lambda:InvokeFunction").on(step.arn()));
        permissions.add(Allow.to("ParkAtGates", "dynamodb:UpdateItem", "dynamodb:GetItem")
                .on(tables.queues().getTableArn()));
        permissions.add(Flows.hearOfTheirEnd());
        return Flow.role(
                this,
                "MachineRole",
                "Of the state machines that queues become",
                MACHINES,
                permissions.stream().map(Allow::statement).toList());
    }
}
