/** Alerts: what is said on the bus, told to people where they want to hear of it. */
@NullMarked
package host.spore.spawn.functions.alerts;

import org.jspecify.annotations.NullMarked;
