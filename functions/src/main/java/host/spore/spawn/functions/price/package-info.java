/** What AWS asks for things. */
@NullMarked
package host.spore.spawn.functions.price;

import org.jspecify.annotations.NullMarked;
