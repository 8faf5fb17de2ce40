@NullMarked
package host.spore.spawn.local.machine;

import org.jspecify.annotations.NullMarked;
