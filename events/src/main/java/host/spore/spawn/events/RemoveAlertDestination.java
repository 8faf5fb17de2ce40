package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Sends no more alerts there.
 *
 * @param envelope see {@link Envelope}
 * @param destination see {@link DestinationId}
 */
public record RemoveAlertDestination(Envelope envelope, DestinationId destination) implements AlertCommand {
    static RemoveAlertDestination read(JsonObject detail) {
        return new RemoveAlertDestination(
                Envelope.read(detail), Fields.checked(detail, "destination", DestinationId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("destination", destination.value()).build();
    }
}
