@NullMarked
package host.spore.spawn.local.systemd;

import org.jspecify.annotations.NullMarked;
