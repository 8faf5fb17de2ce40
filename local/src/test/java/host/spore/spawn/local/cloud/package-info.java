/** The whole path on the embedded cloud: the real command line, stacks, flows, functions and agent. */
@NullMarked
package host.spore.spawn.local.cloud;

import org.jspecify.annotations.NullMarked;
