package host.spore.spawn.functions.widgets;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of an instance.
 *
 * @param at in whole seconds
 * @param by {@code user}, {@code agent}, {@code ec2} or {@code control}
 * @param what for people
 * @param commandId where a command asked for it
 */
record Entry(Instant at, String by, String what, Optional<String> commandId) {}
