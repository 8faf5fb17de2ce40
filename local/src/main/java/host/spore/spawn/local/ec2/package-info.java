/** What the instance host sees and asks of the emulator's EC2 and EventBridge. */
@NullMarked
package host.spore.spawn.local.ec2;

import org.jspecify.annotations.NullMarked;
