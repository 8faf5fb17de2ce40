@NullMarked
package host.spore.spawn.statemachines;

import org.jspecify.annotations.NullMarked;
