/** Runs queues: prepares them, makes their machines, opens their gates, says how they ended. */
@NullMarked
package host.spore.spawn.functions.queue;

import org.jspecify.annotations.NullMarked;
