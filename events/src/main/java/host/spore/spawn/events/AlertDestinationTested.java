package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * An alert was taken there.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param destination see {@link DestinationId}
 * @param answer what the channel answered, for people
 */
public record AlertDestinationTested(
        Envelope envelope, String commandId, String commandType, DestinationId destination, String answer)
        implements Outcome {
    static AlertDestinationTested read(JsonObject detail) {
        return new AlertDestinationTested(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "destination", DestinationId::new),
                detail.string("answer"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("destination", destination.value())
                .put("answer", answer)
                .build();
    }
}
