package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.Optional;

/** What was told where. */
interface Deliveries {
    /** @return what was answered, where it was delivered */
    Optional<String> delivered(DestinationId destination, String id);

    /** Kept for 90 days; the last word stands. */
    void record(DestinationId destination, Delivery delivery);

    /**
     * One alert for one destination.
     *
     * @param id of the alert there, the same however often it is tried
     * @param kind see {@link AlertKind}
     * @param cause the id of the event that it is about
     * @param delivered whether somebody took it
     * @param result what was answered, or what failed
     * @param at of this result
     */
    record Delivery(String id, AlertKind kind, String cause, boolean delivered, String result, Instant at) {}
}
