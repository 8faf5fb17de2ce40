/** Plans a launch, and asks EC2 for the instance. */
@NullMarked
package host.spore.spawn.functions.launch;

import org.jspecify.annotations.NullMarked;
