package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.InstanceView;
import java.util.Optional;

/** Gets instances. */
interface Launcher {
    /** Never throws for what EC2 or the network say: it is the answer. */
    LaunchAnswer launch(LaunchRequest request);

    /** The instance that an earlier try of this attempt got, if its answer was lost. */
    Optional<InstanceView> launchedBefore(String commandId, int attempt);
}
