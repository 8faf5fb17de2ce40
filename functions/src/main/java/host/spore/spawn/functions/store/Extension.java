package host.spore.spawn.functions.store;

import host.spore.spawn.events.Ids;
import java.time.Instant;

/**
 * One move of a deadline, kept with the row for good: a retried command finds its own and does not move it again, even
 * when another command came between (which a single "last command" attribute would not survive).
 *
 * @param commandId by which command
 * @param previous from
 * @param deadline to
 */
public record Extension(String commandId, Instant previous, Instant deadline) {
    public Extension {
        Ids.checked(commandId);
    }

    /** To an earlier time. */
    public boolean isShortening() {
        return deadline.isBefore(previous);
    }

    /** As a member of the row's string set; ids hold no blanks. */
    public String wire() {
        return commandId + " " + previous + " " + deadline;
    }

    public static Extension parse(String text) {
        String[] parts = text.split(" ");
        return new Extension(parts[0], Instant.parse(parts[1]), Instant.parse(parts[2]));
    }
}
