/** Step Functions executions that wait for an answer. */
@NullMarked
package host.spore.spawn.functions.wake;

import org.jspecify.annotations.NullMarked;
