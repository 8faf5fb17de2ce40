package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** SCENARIOS 7 on the embedded cloud; {@code LaunchCutTest} has every other cut. */
@Isolated("the faults befall the launches of every test")
class CutIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Cloud cloud = Cloud.get();

    /** Every answer to RunInstances is lost, so that the launch, when it is stopped, does not know what it has. */
    @Test
    void aLaunchThatDiesRightAfterRunInstancesLeavesNothingAliveAndItsNameFree() {
        // Given
        String id = cloud.newId();
        String name = cloud.newName("cut");
        String execution;
        try (Faults faults = new Faults(
                cloud,
                JsonObject.builder()
                        .put("rate", 1)
                        .put("kinds", new JsonArray(List.of(Json.of("lost"))))
                        .put("operations", new JsonArray(List.of(Json.of("RunInstances"))))
                        .build())) {
            cloud.publish(
                    "LaunchInstance",
                    JsonObject.builder()
                            .put("version", 1)
                            .put("id", id)
                            .put("at", Instant.now().toString())
                            .put("name", name)
                            .put("owner", "it")
                            .put("instanceType", "t3.micro")
                            .put("ttl", "1h")
                            .build());
            execution = cloud.machine("spawn-launch").replace(":stateMachine:", ":execution:") + ":" + id;
            Await.until(
                    "it is launched, and nobody knows",
                    SOON,
                    () -> instances(id).size() == 1);
            assertThat(faults.met().members().keySet()).containsExactly("ec2 RunInstances lost");
            cloud.flows.stopExecution(request -> request.executionArn(execution));
            cloud.awaitEnd(execution);
        }
        Instance left = instances(id).getFirst();
        assertThat(left.state().name()).isIn(InstanceStateName.PENDING, InstanceStateName.RUNNING);

        // When
        cloud.sweep();

        // Then: its one outcome is said, and nothing is left
        Heard failed = cloud.tap.await(
                "the outcome", SOON, heard -> heard.answers(id) && !heard.type().equals("InstanceLaunched"));
        assertThat(failed.type()).isEqualTo("LaunchFailed");
        Await.until(
                "it is gone",
                SOON,
                () -> instances(id).stream()
                        .allMatch(instance -> instance.state().name() == InstanceStateName.TERMINATED));
        assertThat(instances(id)).hasSize(1);
        Await.until("its name is free", SOON, () -> {
            cloud.sweep();
            return claim(name).isEmpty();
        });
    }

    private List<Instance> instances(String command) {
        return cloud
                .ec2
                .describeInstances(request -> request.filters(Filter.builder()
                        .name("tag:spawn:command")
                        .values(command)
                        .build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private Map<String, AttributeValue> claim(String name) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-names")
                        .key(Map.of("name", AttributeValue.fromS(name)))
                        .consistentRead(true))
                .item();
    }
}
