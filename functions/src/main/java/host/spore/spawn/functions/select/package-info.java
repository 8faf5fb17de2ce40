/** Carries a command about many instances out on each of them. */
@NullMarked
package host.spore.spawn.functions.select;

import org.jspecify.annotations.NullMarked;
