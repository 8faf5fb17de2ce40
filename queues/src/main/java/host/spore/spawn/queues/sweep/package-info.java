/**
 * Files of sweeps: from parameters to one launch for each row.
 *
 * <p>Beside the queues' files because it reads the same notations by the same rules; it knows nothing of jobs and machines.
 */
@NullMarked
package host.spore.spawn.queues.sweep;

import org.jspecify.annotations.NullMarked;
