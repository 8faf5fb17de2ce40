package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Ends an instance now.
 *
 * @param envelope see {@link Envelope}
 * @param target name or id
 */
public record TerminateInstance(Envelope envelope, Target target) implements Command {
    static TerminateInstance read(JsonObject detail) {
        return new TerminateInstance(Envelope.read(detail), Fields.checked(detail, "target", Target::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("target", target.value()).build();
    }
}
