/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.compile;

import org.jspecify.annotations.NullMarked;
