/** The bus: its address, what one entry is, and the one signed request that publishes it. */
@NullMarked
package host.spore.spawn.cli.bus;

import org.jspecify.annotations.NullMarked;
