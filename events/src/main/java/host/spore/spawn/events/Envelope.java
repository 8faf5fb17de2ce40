package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * What every message carries, flat beside its own fields.
 *
 * @param version of the message's shape; one older version is always understood
 * @param id of this message, at most 80 of {@code [A-Za-z0-9_-]}
 * @param correlationId the first command's id, carried through everything it causes
 * @param at when it was said, UTC
 */
public record Envelope(int version, String id, String correlationId, Instant at) {
    /** The first version: there is no older one to understand yet. */
    public static final int CURRENT = 1;

    public Envelope {
        if (version < 1 || version > CURRENT) {
            throw new Refusal("version " + version + ": this deployment understands 1 to " + CURRENT);
        }
        Ids.checked(id);
        Ids.checked(correlationId);
    }

    /** A command that nothing but its user caused. */
    public static Envelope first(String id, Instant at) {
        return new Envelope(CURRENT, id, id, at);
    }

    /** What this message's command causes. */
    public Envelope causing(String id, Instant at) {
        return new Envelope(CURRENT, id, correlationId, at);
    }

    static Envelope read(JsonObject detail) {
        String id = Fields.checked(detail, "id", Ids::checked);
        return new Envelope(
                (int) detail.optionalInteger("version").orElse((long) CURRENT).longValue(),
                id,
                detail.has("correlationId") ? Fields.checked(detail, "correlationId", Ids::checked) : id,
                Fields.instant(detail, "at"));
    }

    JsonObject.Builder write() {
        return JsonObject.builder()
                .put("version", version)
                .put("id", id)
                .put("correlationId", correlationId)
                .put("at", Instants.format(at));
    }
}
