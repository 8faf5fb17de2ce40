/** Says how a command ended. */
@NullMarked
package host.spore.spawn.functions.outcome;

import org.jspecify.annotations.NullMarked;
