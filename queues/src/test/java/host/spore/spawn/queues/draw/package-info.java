/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.draw;

import org.jspecify.annotations.NullMarked;
