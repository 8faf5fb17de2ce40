/** One simulated machine: its processes, its folder, and the tools that stand first on its path. */
@NullMarked
package host.spore.spawn.local.machine;

import org.jspecify.annotations.NullMarked;
