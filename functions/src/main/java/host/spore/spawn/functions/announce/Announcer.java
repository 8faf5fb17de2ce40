package host.spore.spawn.functions.announce;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says how something ended, exactly once: written under its key on condition that nothing is there, then published at
 * least once, each time with the same id. What dies between the two is published by the reaper.
 */
public final class Announcer {
    /** Longer than any reason of ours, and an event of many of them stays far below its limit. */
    private static final int LONGEST_TEXT = 4_000;

    private final Outcomes outcomes;
    private final Bus bus;

    public Announcer(Outcomes outcomes, Bus bus) {
        this.outcomes = outcomes;
        this.bus = bus;
    }

    /**
     * Announces the event, or what was said under this key before.
     *
     * @param key the command's id, or {@code {instance}-end}
     * @param fields of the event, without its envelope
     * @throws IllegalArgumentException when this is no event of the language
     */
    public Announcement announce(String key, String correlationId, String type, JsonObject fields, Instant now) {
        JsonObject detail = event(key, correlationId, type, fields, now).toJson();
        StoredOutcome asked = new StoredOutcome(
                key,
                detail.optionalString("commandType").orElse(null),
                type,
                detail.string("id"),
                detail.toString(),
                now,
                false);
        StoredOutcome stored = outcomes.writeOnce(asked);
        if (!stored.published()) {
            publish(stored, now);
        }
        return new Announcement(stored.type(), stored.id(), stored.equals(asked));
    }

    /** Publishes what was written. */
    public void publish(StoredOutcome stored, Instant now) {
        bus.publish(stored.type(), stored.detail());
        outcomes.markPublished(stored.key(), now);
    }

    private static Event event(String key, String correlationId, String type, JsonObject fields, Instant now) {
        Map<String, Json> detail = new LinkedHashMap<>();
        detail.put("version", Json.of(Envelope.CURRENT));
        detail.put("id", Json.of(Ids.outcomeOf(key, type)));
        detail.put("correlationId", Json.of(correlationId));
        detail.put("at", Json.of(now.toString()));
        // The envelope is ours: a field of the same name must not replace it.
        fields.members().forEach((name, value) -> detail.putIfAbsent(name, printable(value)));
        return Language.event(type, new JsonObject(detail))
                .orElseThrow(() -> new IllegalArgumentException("\"" + type + "\": no event of the language"));
    }

    /**
     * Flows quote what they were given, an id that is none for example, and what EC2 said. All outcomes pass here, so this
     * is where such words lose what could break a line of a log, steer a terminal or fill an event.
     */
    private static Json printable(Json value) {
        return switch (value) {
            case Json.JsonString(String text) -> Json.of(Printable.of(text, LONGEST_TEXT));
            case JsonArray array ->
                new JsonArray(array.items().stream().map(Announcer::printable).toList());
            case JsonObject object -> {
                JsonObject.Builder members = JsonObject.builder();
                object.members().forEach((name, member) -> members.put(name, printable(member)));
                yield members.build();
            }
            case Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> value;
        };
    }

    /**
     * What stands under the key now.
     *
     * @param type of the event
     * @param id of the event
     * @param written by this very call
     */
    public record Announcement(String type, String id, boolean written) {}
}
