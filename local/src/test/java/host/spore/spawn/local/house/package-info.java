/** The arrows between the modules, held here because only the last module sees them all. */
@NullMarked
package host.spore.spawn.local.house;

import org.jspecify.annotations.NullMarked;
