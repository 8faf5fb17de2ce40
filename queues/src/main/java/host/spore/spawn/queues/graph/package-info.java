/**
 * Graphs of whole numbers: reduction, decomposition into modules, path covers. Knows nothing of jobs.
 */
@NullMarked
package host.spore.spawn.queues.graph;

import org.jspecify.annotations.NullMarked;
