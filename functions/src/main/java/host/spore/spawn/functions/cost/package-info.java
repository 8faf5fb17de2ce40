/** What an instance has cost, and when that reaches its limit. */
@NullMarked
package host.spore.spawn.functions.cost;

import org.jspecify.annotations.NullMarked;
