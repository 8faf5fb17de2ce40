/** Instances as EC2 reports them. */
@NullMarked
package host.spore.spawn.functions.ec2;

import org.jspecify.annotations.NullMarked;
