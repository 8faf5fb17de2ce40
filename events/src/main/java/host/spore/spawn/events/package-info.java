/**
 * The language of spawn: commands and events, their value types, and a small JSON codec.
 *
 * <p>Must never import anything but {@code java.base}: the agent carries this package onto every instance.
 */
@NullMarked
package host.spore.spawn.events;

import org.jspecify.annotations.NullMarked;
