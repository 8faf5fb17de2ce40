/** The last keeper of deadlines: sweeps up what all others let pass. */
@NullMarked
package host.spore.spawn.functions.reaper;

import org.jspecify.annotations.NullMarked;
