package host.spore.spawn.spored;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A piece of work for a worker.
 *
 * @param command a line for bash
 * @param timeout after which it is killed with all its children; none beside the instance's deadline when absent
 */
record Job(String name, String command, Optional<Duration> timeout) {
    /** How it ended. */
    enum Status {
        SUCCESS,
        /** It ended with another code than 0. */
        FAILED,
        TIMEOUT,
        /** Its worker died while it ran. Whether that is worth another try is for whoever queued it to say. */
        LOST,
        /** It is no job. */
        REFUSED
    }

    /**
     * @param exitCode 128 + n for a signal n; absent when nothing ran to its end
     * @param reason for people
     */
    record End(Status status, Optional<Integer> exitCode, long seconds, String reason) {
        JsonObject toJson(String job) {
            JsonObject.Builder json = JsonObject.builder()
                    .put("job", job)
                    .put("status", status.name().toLowerCase(Locale.ROOT))
                    .put("seconds", seconds)
                    .put("reason", reason);
            exitCode.ifPresent(code -> json.put("exitCode", code));
            return json.build();
        }
    }

    /** @throws IllegalArgumentException when the object is no job, with what is wrong */
    static Job parse(String name, JsonObject json) {
        return new Job(
                name,
                json.string("command"),
                json.optionalString("timeout")
                        .map(text -> SpawnDuration.parse(text).value()));
    }
}
