/** Does what a launch of many instances needs: names, members, the sum of them, and those that follow the interrupted. */
@NullMarked
package host.spore.spawn.functions.array;

import org.jspecify.annotations.NullMarked;
