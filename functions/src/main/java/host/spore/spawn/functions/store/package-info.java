/** The tables, each behind a port of a few conditional writes. */
@NullMarked
package host.spore.spawn.functions.store;

import org.jspecify.annotations.NullMarked;
