/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.graph;

import org.jspecify.annotations.NullMarked;
