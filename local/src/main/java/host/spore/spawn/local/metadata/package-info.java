/** The instance metadata service (IMDSv2) of one simulated instance. */
@NullMarked
package host.spore.spawn.local.metadata;

import org.jspecify.annotations.NullMarked;
