/** Tests of the package. */
@NullMarked
package host.spore.spawn.queues.file;

import org.jspecify.annotations.NullMarked;
