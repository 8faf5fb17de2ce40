package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.InstanceView;
import java.util.List;

/** Gets instances. */
interface Launcher {
    /** Never throws for what EC2 or the network say: it is the answer. */
    LaunchAnswer launch(LaunchRequest request);

    /**
     * What an earlier try of this attempt got, if its answer was lost. Of an array it may be a part: EC2 lists what it has
     * launched one by one.
     */
    List<InstanceView> launchedBefore(String commandId, int attempt);
}
