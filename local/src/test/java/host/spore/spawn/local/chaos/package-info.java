/** The flows and functions as they are deployed, over a cloud in memory that has bad days, in virtual time. */
@NullMarked
package host.spore.spawn.local.chaos;

import org.jspecify.annotations.NullMarked;
