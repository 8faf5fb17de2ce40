package host.spore.spawn.functions.history;

import org.jspecify.annotations.Nullable;

/**
 * One thing that changed.
 *
 * @param by {@code user}, {@code agent}, {@code ec2} or {@code control}
 * @param what for people, for example {@code state: pending -> running}
 * @param commandId where a command asked for it
 * @param correlationId the first command's id of what led to it
 */
record Change(
        String by,
        String what,
        @Nullable String commandId,
        @Nullable String correlationId) {}
