/** The instance host of the embedded cloud: does for LocalStack's EC2 what the hypervisor does for EC2 itself. */
@NullMarked
package host.spore.spawn.local;

import org.jspecify.annotations.NullMarked;
