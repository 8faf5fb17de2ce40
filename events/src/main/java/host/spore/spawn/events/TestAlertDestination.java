package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Sends one alert there, and says how that went.
 *
 * @param envelope see {@link Envelope}
 * @param destination see {@link DestinationId}
 */
public record TestAlertDestination(Envelope envelope, DestinationId destination) implements AlertCommand {
    static TestAlertDestination read(JsonObject detail) {
        return new TestAlertDestination(
                Envelope.read(detail), Fields.checked(detail, "destination", DestinationId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("destination", destination.value()).build();
    }
}
