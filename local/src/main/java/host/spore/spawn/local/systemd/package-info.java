/** The part of systemd that an instance of the embedded cloud has: unit files, services, timers, systemctl. */
@NullMarked
package host.spore.spawn.local.systemd;

import org.jspecify.annotations.NullMarked;
