package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.json.JsonObject;

/** The answer that a flow makes a {@code CommandRejected} of. */
final class Refusing {
    private Refusing() {}

    static JsonObject refused(String reason) {
        return JsonObject.builder()
                .put("result", "refused")
                .put("reason", reason)
                .build();
    }
}
