package host.spore.spawn.functions.lambda;

import host.spore.spawn.events.json.JsonObject;

/** Answers that several functions give. */
public final class Answers {
    private Answers() {}

    /** A flow routes this by Choice to the outcome that says so: an expected refusal is a value. */
    public static JsonObject rejected(String reason) {
        return JsonObject.builder()
                .put("result", "rejected")
                .put("reason", reason)
                .build();
    }

    /** As {@link #rejected}, in the word of the flows of queues and sweeps. */
    public static JsonObject refused(String reason) {
        return JsonObject.builder()
                .put("result", "refused")
                .put("reason", reason)
                .build();
    }

    /** Nobody reads the answer to an event, but whoever tries the function by hand does. */
    public static JsonObject did(String what) {
        return JsonObject.builder().put("did", what).build();
    }
}
