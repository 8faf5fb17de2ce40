/** Moves a deadline. */
@NullMarked
package host.spore.spawn.functions.extend;

import org.jspecify.annotations.NullMarked;
