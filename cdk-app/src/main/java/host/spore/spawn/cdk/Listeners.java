package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The functions that hear what instances and EC2 say, and wake the flows that wait for it. */
final class Listeners extends Construct {
    private final JavaFunction agent;
    private final JavaFunction observe;
    private final JavaFunction refill;

    Listeners(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            IEventBus bus,
            Tables tables,
            Queue undelivered) {
        super(scope, id);
        var table = tables.instances();
        var environment = Map.of(
                "SPAWN_INSTANCES_TABLE", table.getTableName(),
                "SPAWN_AVAILABILITY_STATS_TABLE", tables.availabilityStats().getTableName());
        var updateTheRow = Allow.to("UpdateTheRow", "dynamodb:GetItem", "dynamodb:UpdateItem")
                .on(table.getTableArn());
        agent = new JavaFunction(
                this,
                "Agent",
                platform,
                new JavaFunction.Spec(
                        "spawn-agent",
                        "lifecycle.AgentHandler",
                        "Hears what the agents say of their own instances, and does what their launches asked for",
                        Duration.seconds(60),
                        true,
                        undelivered,
                        Map.of(
                                "SPAWN_INSTANCES_TABLE", table.getTableName(),
                                "SPAWN_AVAILABILITY_STATS_TABLE",
                                        tables.availabilityStats().getTableName(),
                                "SPAWN_BREAKERS_TABLE", tables.breakers().getTableName(),
                                "SPAWN_BUS_NAME", bus.getEventBusName()),
                        List.of(
                                Allow.lookAtInstances(),
                                updateTheRow,
                                FlowFunctions.toRememberCapacity(tables),
                                Allow.to("CountWhatIsUnsteady", "dynamodb:UpdateItem")
                                        .on(tables.breakers().getTableArn()),
                                Allow.toAnswerTasks("states:SendTaskSuccess"),
                                Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                                        .when(
                                                "StringEquals",
                                                "events:detail-type",
                                                Stream.concat(
                                                                Routes.OF_AGENTS_WORDS.stream(),
                                                                Stream.of("AgentUnsteady"))
                                                        .toList()))));
        observe = new JavaFunction(
                this,
                "Observe",
                platform,
                new JavaFunction.Spec(
                        "spawn-observe",
                        "lifecycle.ObserveHandler",
                        "Hears what EC2 says of instances",
                        Duration.seconds(60),
                        true,
                        undelivered,
                        environment,
                        List.of(
                                Allow.lookAtInstances(),
                                updateTheRow,
                                FlowFunctions.toRememberCapacity(tables),
                                Allow.toAnswerTasks("states:SendTaskSuccess", "states:SendTaskFailure"))));
        refill = new JavaFunction(
                this,
                "Refill",
                platform,
                new JavaFunction.Spec(
                        "spawn-refill",
                        "array.RefillHandler",
                        "Asks for another instance in place of a member of an array that was interrupted",
                        Duration.seconds(60),
                        true,
                        undelivered,
                        Map.of(
                                "SPAWN_INSTANCES_TABLE",
                                table.getTableName(),
                                "SPAWN_LAUNCH_ARN",
                                Flow.arnOf("spawn-launch"),
                                "SPAWN_BUS_NAME",
                                bus.getEventBusName()),
                        List.of(
                                Allow.to("ReadTheRow", "dynamodb:GetItem").on(table.getTableArn()),
                                Allow.to("ReadItsLaunch", "states:DescribeExecution")
                                        .on(Allow.arn("states", "execution:spawn-launch:*")),
                                Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                                        .when("StringEquals", "events:detail-type", List.of("LaunchInstance")))));
    }

    JavaFunction refill() {
        return refill;
    }

    JavaFunction agent() {
        return agent;
    }

    JavaFunction observe() {
        return observe;
    }
}
