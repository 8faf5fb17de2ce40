/**
 * From a queue to state machines, in phases: units, reduction, decomposition, chains with gates, text.
 *
 * <p>No text of a user ever becomes part of an expression: a definition has job ids, whose letters were checked, as plain
 * values and names, and nothing else from the file.
 */
@NullMarked
package host.spore.spawn.queues.compile;

import org.jspecify.annotations.NullMarked;
