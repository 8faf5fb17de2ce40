/**
 * The world outside, as somebody may ask us to speak to it: addresses that users give, and that therefore lead nowhere but
 * to the public internet.
 */
@NullMarked
package host.spore.spawn.functions.outside;

import org.jspecify.annotations.NullMarked;
