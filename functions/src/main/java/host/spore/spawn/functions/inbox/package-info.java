/** Users' files: those that commands carry, and those that they name. */
@NullMarked
package host.spore.spawn.functions.inbox;

import org.jspecify.annotations.NullMarked;
