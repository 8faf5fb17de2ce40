/** What every handler is made of: JSON in, JSON out, one log line per fact, configuration from the environment. */
@NullMarked
package host.spore.spawn.functions.lambda;

import org.jspecify.annotations.NullMarked;
