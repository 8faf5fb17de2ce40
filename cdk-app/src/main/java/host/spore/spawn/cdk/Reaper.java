package host.spore.spawn.cdk;

import java.util.List;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The last keeper: a function on a schedule, and the alarm that says when it is not there. */
final class Reaper extends Construct {
    Reaper(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            IEventBus bus,
            Tables tables,
            Flows flows,
            Queue intakeQueue,
            Queue undelivered,
            Alarms alarms,
            Settings settings) {
        super(scope, id);
        var commandFlows = flows.ofCommands();
        var environment = new TreeMap<String, String>();
        environment.put("SPAWN_BUS_NAME", bus.getEventBusName());
        environment.put("SPAWN_INSTANCES_TABLE", tables.instances().getTableName());
        environment.put("SPAWN_NAMES_TABLE", tables.names().getTableName());
        environment.put("SPAWN_OUTCOMES_TABLE", tables.outcomes().getTableName());
        environment.put("SPAWN_COMMAND_FLOW_ARNS", String.join(",", Flows.arns(commandFlows)));
        environment.put("SPAWN_INTAKE_ARN", flows.intake().arn());
        environment.put("SPAWN_LAUNCH_ARN", Flow.arnOf("spawn-launch"));
        environment.put("SPAWN_LIFECYCLE_ARN", Flow.arnOf("spawn-lifecycle"));
        environment.put("SPAWN_INTAKE_DLQ_URL", intakeQueue.getQueueUrl());
        settings.domain().ifPresent(domain -> environment.put("SPAWN_DOMAIN", domain));
        settings.privateDomain().ifPresent(domain -> environment.put("SPAWN_INTERNAL_DOMAIN", domain));
        var sweep = new JavaFunction(
                this,
                "Sweep",
                platform,
                new JavaFunction.Spec(
                        "spawn-reaper",
                        "reaper.ReaperHandler",
                        "Ends what is past its deadline and closes what was left open",
                        // Shorter than the schedule, so that one sweep is over when the next begins. Not by a reserved
                        // concurrency of 1: a new account's quota of 10 lets nobody reserve any.
                        // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
                        Duration.seconds(180),
                        false,
                        undelivered,
                        environment,
                        List.of(
                                Allow.lookAtInstances(),
                                Allow.lookAtSecurityGroups(),
                                Allow.removeSshGroups(),
                                Allow.toOurInstances("EndWhatIsPastItsDeadline", "ec2:TerminateInstances"),
                                Allow.toOurInstances("MendTheDeadlineTag", "ec2:CreateTags")
                                        .when("ForAllValues:StringEquals", "aws:TagKeys", List.of("ttl")),
                                Allow.to(
                                                "ReadAndMendRows",
                                                "dynamodb:GetItem",
                                                "dynamodb:BatchGetItem",
                                                "dynamodb:UpdateItem")
                                        .on(tables.instances().getTableArn()),
                                Allow.to("FindTheUnclosed", "dynamodb:Query")
                                        .on(tables.instances().getTableArn() + "/index/" + Tables.UNCLOSED),
                                Allow.to("MendTheNames", "dynamodb:Scan", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
                                        .on(tables.names().getTableArn()),
                                Allow.to("WriteOnce", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
                                        .on(tables.outcomes().getTableArn()),
                                Allow.to("FindTheUnpublished", "dynamodb:Query")
                                        .on(tables.outcomes().getTableArn() + "/index/" + Tables.UNPUBLISHED),
                                Allow.toSpeakForTheControlPlane(bus.getEventBusArn()),
                                Allow.to("FindExecutionsWithoutOutcome", "states:ListExecutions")
                                        .on(Flows.arns(commandFlows)),
                                Allow.to("ReadTheirInput", "states:DescribeExecution")
                                        .on(commandFlows.stream()
                                                .map(flow -> Allow.arn("states", "execution:" + flow.name() + ":*"))
                                                .toArray(String[]::new)),
                                Allow.to("FindTheWatches", "states:ListExecutions")
                                        .on(Flow.arnOf("spawn-lifecycle")),
                                Allow.to("LookAtAWatch", "states:DescribeExecution")
                                        .on(Allow.arn("states", "execution:spawn-lifecycle:*")),
                                Allow.to("StartAWatch", "states:StartExecution").on(Flow.arnOf("spawn-lifecycle")),
                                Allow.toAnswerTasks("states:SendTaskSuccess"),
                                Allow.to("TryTheIntakeAgain", "states:StartExecution")
                                        .on(flows.intake().arn()),
                                Allow.to("EmptyTheIntakeQueue", "sqs:ReceiveMessage", "sqs:DeleteMessage")
                                        .on(intakeQueue.getQueueArn()))));
        Rule.Builder.create(this, "Schedule")
                .ruleName("spawn-reaper")
                .description("The reaper sweeps")
                .schedule(Schedule.rate(Duration.minutes(4)))
                .targets(List.of(Routes.function(sweep, undelivered)))
                .build();
        alarms.whenNobodySweeps("Absent");
    }
}
