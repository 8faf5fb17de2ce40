/** Finds the instance that a command is about. */
@NullMarked
package host.spore.spawn.functions.lookup;

import org.jspecify.annotations.NullMarked;
