/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.template;

import org.jspecify.annotations.NullMarked;
