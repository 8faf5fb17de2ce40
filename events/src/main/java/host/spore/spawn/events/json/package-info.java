/** A small JSON codec without dependencies: the agent and the Lambda cold start cannot carry a library. */
@NullMarked
package host.spore.spawn.events.json;

import org.jspecify.annotations.NullMarked;
