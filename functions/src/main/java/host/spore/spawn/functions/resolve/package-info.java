/** Answers a flow which instance its command is about. */
@NullMarked
package host.spore.spawn.functions.resolve;

import org.jspecify.annotations.NullMarked;
