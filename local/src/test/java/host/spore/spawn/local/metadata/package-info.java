@NullMarked
package host.spore.spawn.local.metadata;

import org.jspecify.annotations.NullMarked;
