package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** Nothing of ours runs while nothing happens, an instance that lives included; on a cloud where nobody else does anything. */
class AtRestIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** What a launch brings with it (its DNS record, seen to stay there; its agent's first word) is over by then. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private static final Duration WATCHED = Duration.ofSeconds(60);

    /** The one that has a schedule. */
    private static final String REAPER = "/aws/lambda/spawn-reaper";

    private final Cloud cloud = Cloud.get();

    @Test
    void whileAnInstanceLivesAndNothingHappensNoFunctionAndNoFlowRuns() {
        // Given
        String name = cloud.newName("rest");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");
        Heard ready = cloud.tap.await(
                "InstanceReady",
                SOON,
                heard -> heard.answers(id) && heard.type().equals("InstanceReady"));
        String instance = ready.detail().string("instanceId");
        try {
            Instant launched = Instant.now().minus(SOON);
            assertThat(invokedSince(launched)).as("what it takes to launch").contains("/aws/lambda/spawn-run");
            // It says the new name; the one below has nothing new to say.
            cloud.sweep();
            Await.until(
                    "it is quiet",
                    SOON,
                    () -> invokedSince(Instant.now().minus(QUIET)).isEmpty());

            // When
            Instant from = Instant.now();
            cloud.sweep();
            Await.until(
                    "a minute has passed",
                    WATCHED.plus(SOON),
                    () -> Instant.now().isAfter(from.plus(WATCHED)));

            // Then
            assertThat(invokedSince(from)).isEmpty();
            assertThat(startedSince(from)).isEmpty();
        } finally {
            // Who destroys the stacks next counts what lives.
            cloud.accepted("terminate", name);
            cloud.tap.await(
                    "the end",
                    SOON,
                    heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));
        }
    }

    private Set<String> invokedSince(Instant from) {
        return cloud
                .logs
                .describeLogGroupsPaginator(request -> request.logGroupNamePrefix("/aws/lambda/spawn-"))
                .logGroups()
                .stream()
                .map(LogGroup::logGroupName)
                .filter(group -> !group.equals(REAPER))
                .filter(group -> hasStarted(group, from))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean hasStarted(String group, Instant from) {
        return cloud
                .logs
                .filterLogEvents(request -> request.logGroupName(group).startTime(from.toEpochMilli()))
                .events()
                .stream()
                .anyMatch(event -> event.message().startsWith("START "));
    }

    private List<String> startedSince(Instant from) {
        return cloud.flows.listStateMachines().stateMachines().stream()
                .filter(machine -> machine.type() == StateMachineType.STANDARD)
                .map(StateMachineListItem::stateMachineArn)
                .flatMap(
                        machine -> cloud
                                .flows
                                .listExecutionsPaginator(request -> request.stateMachineArn(machine))
                                .executions()
                                .stream())
                .filter(execution -> execution.startDate().isAfter(from))
                .map(execution -> execution.executionArn())
                .toList();
    }
}
