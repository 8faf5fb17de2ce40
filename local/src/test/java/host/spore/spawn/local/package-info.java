@NullMarked
package host.spore.spawn.local;

import org.jspecify.annotations.NullMarked;
