package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** {@code cdk destroy} takes two keepers away, so it must not while anything lives, unless told to end it. */
class DestroyIT {
    private final Cloud cloud = Cloud.get();

    @Test
    void refusesWhileAnInstanceLivesAndEndsItWhenTold() {
        // Given
        String id = cloud.accepted("launch", "kept", "--instance-type", "t3.micro", "--ttl", "1h");
        String instance = cloud.tap
                .await(
                        "InstanceReady",
                        Duration.ofSeconds(90),
                        heard -> heard.answers(id) && heard.type().equals("InstanceReady"))
                .detail()
                .string("instanceId");
        long flows = flows();

        // When
        Cloud.Ran refused = destroy();

        // Then
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.out() + refused.err())
                .contains("1 instance is alive: kept (" + instance + ")", "--value end-instances");
        assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(flows()).isEqualTo(flows).isPositive();
        assertThat(cloud.setting("SPAWN_BUS")).isEqualTo(bus());

        // When
        cloud.parameters.putParameter(request -> request.name("/spawn/on-destroy")
                .value("end-instances")
                .type(ParameterType.STRING)
                .overwrite(true));
        Cloud.Ran destroyed = destroy();

        // Then
        assertThat(destroyed.exit()).as(destroyed.out() + destroyed.err()).isZero();
        assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.TERMINATED);
        assertThat(flows()).isZero();
        assertThat(cloud.tables.listTables().tableNames()).noneMatch(table -> table.startsWith("spawn-"));
    }

    private Cloud.Ran destroy() {
        return cloud.cdk("destroy", "--all", "--force");
    }

    private long flows() {
        return cloud.flows.listStateMachines().stateMachines().stream()
                .map(StateMachineListItem::name)
                .filter(name -> name.startsWith("spawn-"))
                .count();
    }

    private String bus() {
        return cloud.events.describeEventBus(request -> request.name("spawn")).arn();
    }
}
