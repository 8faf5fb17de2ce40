package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Destinations} in memory. */
final class FakeDestinations implements Destinations {
    final Faults faults = new Faults();
    final Map<DestinationId, String> notes = new LinkedHashMap<>();

    private final Map<DestinationId, Destination> destinations = new LinkedHashMap<>();

    @Override
    public List<Destination> all() {
        faults.enter();
        return List.copyOf(destinations.values());
    }

    @Override
    public Optional<Destination> find(DestinationId id) {
        faults.enter();
        return Optional.ofNullable(destinations.get(id));
    }

    @Override
    public void put(Destination destination, Instant at) {
        faults.enter();
        destinations.put(destination.id(), destination);
        notes.remove(destination.id());
        faults.leave();
    }

    @Override
    public boolean remove(DestinationId id) {
        faults.enter();
        notes.remove(id);
        boolean was = destinations.remove(id) != null;
        faults.leave();
        return was;
    }

    @Override
    public void note(DestinationId id, String result, Instant at) {
        faults.enter();
        if (destinations.containsKey(id)) {
            notes.put(id, result);
        }
        faults.leave();
    }
}
