package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Starts a stopped instance; its deadline is what it was.
 *
 * @param envelope see {@link Envelope}
 * @param target see {@link Target}
 */
public record StartInstance(Envelope envelope, Target target) implements InstanceCommand {
    static StartInstance read(JsonObject detail) {
        return new StartInstance(Envelope.read(detail), Target.read(detail));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write();
        target.write(into);
        return into.build();
    }
}
