@NullMarked
package host.spore.spawn.events;

import org.jspecify.annotations.NullMarked;
