package host.spore.spawn.functions.bus;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Event;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Heard;
import java.time.Duration;

/** On the deployed bus, where no rule but the tests' own matches the contract's type. */
class EventBridgeBusContractIT extends BusContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Bus subject() {
        return new EventBridgeBus(cloud.events, cloud.variableOf("spawn-reaper", "SPAWN_BUS_NAME"));
    }

    @Override
    protected String freshId() {
        return cloud.newId();
    }

    @Override
    protected Carried carried(String id) {
        Heard heard = cloud.tap.await(
                "event " + id,
                Duration.ofSeconds(60),
                event -> event.detail().optionalString("id").filter(id::equals).isPresent());
        assertThat(heard.source()).isEqualTo(Event.CONTROL_SOURCE);
        return new Carried(heard.type(), heard.detail());
    }
}
