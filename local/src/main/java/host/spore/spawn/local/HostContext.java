package host.spore.spawn.local;

import host.spore.spawn.local.ec2.Bus;
import host.spore.spawn.local.ec2.Cloud;
import host.spore.spawn.local.machine.MachineHost;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What all simulated instances share.
 *
 * @param agentUnit the unit that {@code crash} kills
 * @param bootTime between pending and running
 * @param shutdownGrace between SIGTERM and SIGKILL when a machine goes off
 * @param maxBackOff between two attempts of a step that fails
 */
record HostContext(
        Cloud cloud,
        Bus bus,
        MachineHost machines,
        HostLog log,
        InstantSource clock,
        String agentUnit,
        Duration bootTime,
        Duration shutdownGrace,
        Duration maxBackOff) {}
