/** Tests of the stacks, by their synthesised templates. */
@NullMarked
package host.spore.spawn.cdk;

import org.jspecify.annotations.NullMarked;
