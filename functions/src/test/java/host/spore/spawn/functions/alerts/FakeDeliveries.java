package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.lambda.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Deliveries} in memory. */
final class FakeDeliveries implements Deliveries {
    final Faults writes = new Faults();
    final Map<String, Delivery> recorded = new LinkedHashMap<>();

    @Override
    public Optional<String> delivered(DestinationId destination, String id) {
        return Optional.ofNullable(recorded.get(destination + "/" + id))
                .filter(Delivery::delivered)
                .map(Delivery::result);
    }

    @Override
    public void record(DestinationId destination, Delivery delivery) {
        writes.enter();
        recorded.put(destination + "/" + delivery.id(), delivery);
        writes.leave();
    }
}
