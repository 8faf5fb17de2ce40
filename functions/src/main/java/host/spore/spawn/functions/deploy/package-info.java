/** Custom resources of the stacks. */
@NullMarked
package host.spore.spawn.functions.deploy;

import org.jspecify.annotations.NullMarked;
