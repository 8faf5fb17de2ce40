/** The event bus, on which the control plane speaks. */
@NullMarked
package host.spore.spawn.functions.bus;

import org.jspecify.annotations.NullMarked;
