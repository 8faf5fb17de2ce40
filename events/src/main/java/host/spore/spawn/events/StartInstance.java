package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Starts a stopped instance; its deadline is what it was.
 *
 * @param envelope see {@link Envelope}
 * @param target name or id
 */
public record StartInstance(Envelope envelope, Target target) implements Command {
    static StartInstance read(JsonObject detail) {
        return new StartInstance(Envelope.read(detail), Fields.checked(detail, "target", Target::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("target", target.value()).build();
    }
}
