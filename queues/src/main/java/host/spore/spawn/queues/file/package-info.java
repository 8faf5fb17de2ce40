/**
 * Queue files: from JSON or YAML to a {@link host.spore.spawn.queues.file.Queue}, or to all that is wrong with it.
 *
 * <p>Must never import how a queue is compiled or drawn.
 */
@NullMarked
package host.spore.spawn.queues.file;

import org.jspecify.annotations.NullMarked;
