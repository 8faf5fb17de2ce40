package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Alerts go there from now on, as the command asked.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param destination see {@link DestinationId}
 * @param summary what alerts it gets, for people
 */
public record AlertDestinationAdded(
        Envelope envelope, String commandId, String commandType, DestinationId destination, String summary)
        implements Outcome {
    static AlertDestinationAdded read(JsonObject detail) {
        return new AlertDestinationAdded(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "destination", DestinationId::new),
                detail.string("summary"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("destination", destination.value())
                .put("summary", summary)
                .build();
    }
}
