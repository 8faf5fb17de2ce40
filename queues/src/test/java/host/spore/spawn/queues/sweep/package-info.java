/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.sweep;

import org.jspecify.annotations.NullMarked;
