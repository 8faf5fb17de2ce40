/** The command line: turns arguments into one command on the bus, and nothing else. It never reads. */
@NullMarked
package host.spore.spawn.cli;

import org.jspecify.annotations.NullMarked;
