package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * EC2 takes the spot capacity back.
 *
 * @param action what becomes of the instance
 * @param at when, not before
 */
record SpotNotice(PowerAction action, Instant at) {
    /** @throws RuntimeException when the text is no such notice */
    static SpotNotice parse(String text) {
        JsonObject json = JsonObject.parse(text);
        return new SpotNotice(PowerAction.parse(json.string("action")), Instants.parse(json.string("time")));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("action", action.wire())
                .put("time", Instants.format(at))
                .build();
    }
}
