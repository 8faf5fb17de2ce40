package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who wants to hear of what. */
interface Destinations {
    /** All, read consistently; every page. */
    List<Destination> all();

    /** Reads consistently. */
    Optional<Destination> find(DestinationId id);

    /** Adds, or replaces what is there under this name, with what was noted of it. */
    void put(Destination destination, Instant at);

    /** @return whether it was there */
    boolean remove(DestinationId id);

    /**
     * Notes how the last alert went, on the destination and nowhere else: one that is gone is not made again.
     *
     * @param result {@code delivered}, or what failed
     */
    void note(DestinationId id, String result, Instant at);
}
