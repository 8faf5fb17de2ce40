package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionStatus;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * The user's word that the work is done.
 *
 * @param message printable
 * @param stamp tells one completion file from the next
 */
record Completion(CompletionStatus status, Optional<String> message, String stamp) {
    /**
     * Nothing at all is a success; so is a text that is no JSON, which is then the message. A user whose JSON has a
     * slip has finished all the same.
     */
    static Completion parse(String text, String stamp) {
        String content = text.strip();
        if (!content.startsWith("{")) {
            return new Completion(CompletionStatus.SUCCESS, message(content), stamp);
        }
        try {
            JsonObject json = JsonObject.parse(content);
            String status = json.optionalString("status").orElse("").toLowerCase(Locale.ROOT);
            boolean failed = status.equals("failed")
                    || status.equals("failure")
                    || status.equals("error")
                    || (status.isEmpty() && json.optionalInteger("exitCode").orElse(0L) != 0);
            return new Completion(
                    failed ? CompletionStatus.FAILED : CompletionStatus.SUCCESS,
                    json.optionalString("message").flatMap(Completion::message),
                    stamp);
        } catch (JsonException broken) {
            return new Completion(CompletionStatus.SUCCESS, message(content), stamp);
        }
    }

    private static Optional<String> message(String text) {
        // One less than the event takes: what is cut ends in "…".
        return text.isBlank() ? Optional.empty() : Optional.of(Printable.of(text, InstanceFinished.MAX_MESSAGE - 1));
    }
}
