/** Keeps one DNS record per running instance. */
@NullMarked
package host.spore.spawn.functions.dns;

import org.jspecify.annotations.NullMarked;
