package host.spore.spawn.local.machine;

import host.spore.spawn.local.systemd.Processes;
import java.time.Duration;

/** Holds the processes of one boot of one instance together, so that they can be ended together. */
interface Sandbox extends Processes {

    /**
     * Asks every process to end and insists after the grace. Returns when nothing of the instance runs any more;
     * nothing can be started afterwards. A second call does nothing.
     */
    void powerOff(Duration grace) throws InterruptedException;
}
