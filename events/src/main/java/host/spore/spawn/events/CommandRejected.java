package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The command was refused before anything was done.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param reason what was given, what is allowed, what to do
 */
public record CommandRejected(Envelope envelope, String commandId, String commandType, String reason)
        implements Outcome {
    static CommandRejected read(JsonObject detail) {
        return new CommandRejected(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("reason", reason)
                .build();
    }
}
