package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The reaper found that tables and EC2 disagreed, and mended it.
 *
 * @param envelope see {@link Envelope}
 * @param kind what disagreed, one word
 * @param subject instance, name or command
 * @param reason for people
 */
public record DriftRepaired(Envelope envelope, String kind, String subject, String reason) implements Event {
    static DriftRepaired read(JsonObject detail) {
        return new DriftRepaired(
                Envelope.read(detail), detail.string("kind"), detail.string("subject"), detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("kind", kind)
                .put("subject", subject)
                .put("reason", reason)
                .build();
    }
}
