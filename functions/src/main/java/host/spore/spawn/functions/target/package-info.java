/** Finds the instance that a command is about. */
@NullMarked
package host.spore.spawn.functions.target;

import org.jspecify.annotations.NullMarked;
