package host.spore.spawn.spored;

import java.time.Instant;

/**
 * When the instance ends.
 *
 * @param at UTC, like every instant here: no time zone and no daylight saving can move it
 * @param authority who said so
 */
record Deadline(Instant at, Authority authority) {}
