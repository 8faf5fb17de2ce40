/** Sweeps of parameters: one instance for each row of a file, so many at a time. */
@NullMarked
package host.spore.spawn.functions.sweep;

import org.jspecify.annotations.NullMarked;
