package host.spore.spawn.local.ec2;

import java.util.List;
import java.util.Optional;

/** EC2, as far as a hypervisor needs it. Every call may fail with {@link CloudException}; all are safe to repeat. */
public interface Cloud {

    /** What happens to an instance that powers itself off. */
    enum ShutdownBehavior {
        STOP,
        TERMINATE
    }

    /** @param withTerminated also what has ended already, which EC2 tells of for about an hour */
    List<Ec2Instance> instances(boolean withTerminated);

    /** Decoded from base64, otherwise as given; empty when there is none. */
    Optional<byte[]> userData(String instanceId);

    ShutdownBehavior shutdownBehavior(String instanceId);

    void end(String instanceId, ShutdownBehavior how);
}
