/** Queues run in memory: an interpreter of what the compiler emits, in virtual time, and a naive simulator beside it. */
@NullMarked
package host.spore.spawn.queues.run;

import org.jspecify.annotations.NullMarked;
