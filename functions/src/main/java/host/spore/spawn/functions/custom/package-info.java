/** What custom resources of the stacks are asked, and how they answer. */
@NullMarked
package host.spore.spawn.functions.custom;

import org.jspecify.annotations.NullMarked;
