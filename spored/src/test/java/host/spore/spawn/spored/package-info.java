@NullMarked
package host.spore.spawn.spored;

import org.jspecify.annotations.NullMarked;
