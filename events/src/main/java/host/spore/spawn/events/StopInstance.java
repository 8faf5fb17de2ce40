package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Stops an instance; its deadline goes on.
 *
 * @param envelope see {@link Envelope}
 * @param target name or id
 */
public record StopInstance(Envelope envelope, Target target) implements Command {
    static StopInstance read(JsonObject detail) {
        return new StopInstance(Envelope.read(detail), Fields.checked(detail, "target", Target::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("target", target.value()).build();
    }
}
