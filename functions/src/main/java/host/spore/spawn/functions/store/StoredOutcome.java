package host.spore.spawn.functions.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was said about a command, or about an instance's end.
 *
 * @param key the command's id, or {@code {instance}-end}
 * @param commandType absent for an instance's end
 * @param type the event's type
 * @param id the event's id, the same each time it is published
 * @param detail the event as JSON text
 * @param writtenAt first
 * @param published false until the bus has taken it
 */
public record StoredOutcome(
        String key,
        @Nullable String commandType,
        String type,
        String id,
        String detail,
        Instant writtenAt,
        boolean published) {}
