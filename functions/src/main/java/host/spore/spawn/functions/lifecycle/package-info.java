/** Follows one instance from its launch to its end. */
@NullMarked
package host.spore.spawn.functions.lifecycle;

import org.jspecify.annotations.NullMarked;
