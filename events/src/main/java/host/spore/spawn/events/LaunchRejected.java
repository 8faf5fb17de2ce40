package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The launch was refused before anything was started.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param name as given, which may be no valid name
 * @param reason what was given, what is allowed, what to do
 */
public record LaunchRejected(Envelope envelope, String commandId, String commandType, String name, String reason)
        implements Outcome {
    static LaunchRejected read(JsonObject detail) {
        return new LaunchRejected(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                detail.string("name"),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("name", name)
                .put("reason", reason)
                .build();
    }
}
