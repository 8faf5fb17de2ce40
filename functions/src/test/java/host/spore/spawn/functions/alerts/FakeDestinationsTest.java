package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import java.util.Optional;

class FakeDestinationsTest extends DestinationsContract {
    private final FakeDestinations fake = new FakeDestinations();
    private int count;

    @Override
    Destinations subject() {
        return fake;
    }

    @Override
    DestinationId freshId() {
        return new DestinationId("d" + count++);
    }

    @Override
    Optional<String> noted(DestinationId id) {
        return Optional.ofNullable(fake.notes.get(id));
    }
}
