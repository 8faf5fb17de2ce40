package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * An alert reached its destination neither at once nor later. No alert is made of it: two broken destinations would tell
 * each other for ever.
 *
 * @param envelope see {@link Envelope}
 * @param destination see {@link DestinationId}
 * @param kind of the alert
 * @param cause the id of the event that it was about
 * @param reason what failed and what to do
 */
public record AlertFailed(Envelope envelope, DestinationId destination, AlertKind kind, String cause, String reason)
        implements Event {
    static AlertFailed read(JsonObject detail) {
        return new AlertFailed(
                Envelope.read(detail),
                Fields.checked(detail, "destination", DestinationId::new),
                Fields.checked(detail, "kind", AlertKind::parse),
                Fields.checked(detail, "cause", Ids::checked),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("destination", destination.value())
                .put("kind", kind.wire())
                .put("cause", cause)
                .put("reason", reason)
                .build();
    }
}
