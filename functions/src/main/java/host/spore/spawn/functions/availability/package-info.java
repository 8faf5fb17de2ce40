/** What is remembered of capacity: what was to be had, what was not, and what EC2 took back. */
@NullMarked
package host.spore.spawn.functions.availability;

import org.jspecify.annotations.NullMarked;
