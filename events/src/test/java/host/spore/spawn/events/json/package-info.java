@NullMarked
package host.spore.spawn.events.json;

import org.jspecify.annotations.NullMarked;
