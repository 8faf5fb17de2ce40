package host.spore.spawn.spored;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.OptionalInt;

/**
 * One try of one job, as a state machine asks for it.
 *
 * @param token by which it is answered; a secret of this worker's
 * @param run which of the queue's runs
 * @param index of an array's element
 * @param attempt from 1
 */
record QueueTask(String token, String run, String job, OptionalInt index, int attempt) {
    /** @throws IllegalArgumentException when the input names no job */
    static QueueTask parse(String token, String input) {
        JsonObject json = JsonObject.parse(input);
        return new QueueTask(
                token,
                json.string("run"),
                json.string("job"),
                index(json),
                Math.toIntExact(json.optionalInteger("attempt").orElse(0L) + 1));
    }

    /** A Map gives its element as it stands in its list: a number, or a text of one. */
    private static OptionalInt index(JsonObject json) {
        if (json.members().get("index") instanceof Json.JsonString text) {
            return OptionalInt.of(Integer.parseInt(text.value()));
        }
        return json.optionalInteger("index")
                .map(value -> OptionalInt.of(Math.toIntExact(value)))
                .orElse(OptionalInt.empty());
    }

    /** For people: {@code fit[3]}, and which try. */
    String name() {
        return job + (index.isPresent() ? "[" + index.getAsInt() + "]" : "") + (attempt > 1 ? ", try " + attempt : "");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "QueueTask[" + name() + " of " + run + "]";
    }
}
