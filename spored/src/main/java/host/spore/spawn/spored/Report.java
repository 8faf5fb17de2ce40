package host.spore.spawn.spored;

import host.spore.spawn.events.Event;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;

/**
 * An event on its way to the bus.
 *
 * @param id the one in the detail: what makes a repeated delivery harmless
 * @param time when it happened, ISO-8601; it may be sent much later
 */
record Report(String id, String source, String detailType, String time, JsonObject detail) {
    static Report of(Event event, String source) {
        return new Report(
                event.envelope().id(),
                source,
                event.type(),
                Instants.format(event.envelope().at()),
                event.toJson());
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("id", id)
                .put("source", source)
                .put("detailType", detailType)
                .put("time", time)
                .put("detail", detail)
                .build();
    }

    /** @throws IllegalArgumentException when the object is no report */
    static Report parse(JsonObject json) {
        return new Report(
                json.string("id"),
                json.string("source"),
                json.string("detailType"),
                json.string("time"),
                json.object("detail"));
    }
}
