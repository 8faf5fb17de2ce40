/** Appends every change of an instance's row to its history. */
@NullMarked
package host.spore.spawn.functions.history;

import org.jspecify.annotations.NullMarked;
