@NullMarked
package host.spore.spawn.testevents;

import org.jspecify.annotations.NullMarked;
