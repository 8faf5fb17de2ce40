/**
 * The flows, one {@code .asl.json} each, and the lint that they must pass.
 *
 * <p>Must never import the functions that the flows call: they meet in the events and in the text of the flows.
 */
@NullMarked
package host.spore.spawn.statemachines;

import org.jspecify.annotations.NullMarked;
