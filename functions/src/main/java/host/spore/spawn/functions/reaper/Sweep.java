package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.announce.Announcer;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.SshDoors;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.Names;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.wake.Callbacks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One sweep. The instances come first, because they cost money: EC2's own list of them, not ours. Then the rows and
 * names of what is gone, then the commands without an outcome. What fails does not keep the rest from being done, but it
 * is remembered, and the sweep fails in the end: a sweep that could not look is not "nothing there".
 */
final class Sweep {
    private final Parts parts;
    private final Findings findings;

    /**
     * What a sweep works with.
     *
     * @param commandFlows ARNs of the flows that must end in an outcome
     * @param grace after a deadline
     * @param lastListed empty where instances have no names in DNS
     */
    record Parts(
            Instances instances,
            SshDoors doors,
            InstanceRows rows,
            Names names,
            Outcomes outcomes,
            Bus bus,
            Callbacks callbacks,
            Executions executions,
            DeadLetters deadLetters,
            InstantSource clock,
            List<String> commandFlows,
            Duration grace,
            Optional<LastListed> lastListed) {
        Parts {
            commandFlows = List.copyOf(commandFlows);
        }

        Announcer announcer() {
            return new Announcer(outcomes, bus);
        }
    }

    Sweep(Parts parts, Log log, boolean dryRun) {
        this.parts = parts;
        this.findings = new Findings(parts.bus(), log, parts.clock(), dryRun);
    }

    /** Looks at everything, and mends it. */
    Findings run() {
        Watches watches = new Watches(parts, findings);
        CommandSweep commands = new CommandSweep(parts, findings);
        // Whether the list of instances is complete: what is not on a list that could not be read is not gone.
        findings.attempt("list the instances", () -> {
            List<InstanceView> living = parts.instances().living();
            findings.living(living);
            // Before anything is looked up about them: a deadline needs neither table nor executions.
            InstanceSweep instances = new InstanceSweep(parts, findings, watches);
            living.forEach(instances::endIfDue);
            new CostSweep(parts, findings).run(living);
            findings.attempt("look after the instances", () -> instances.keep(living));
            Set<InstanceId> ids = living.stream().map(InstanceView::id).collect(Collectors.toUnmodifiableSet());
            commands.close(living);
            new RecordSweep(parts, findings, watches).run(ids);
            parts.lastListed()
                    .filter(_ -> !findings.isDryRun())
                    .ifPresent(last -> findings.attempt(
                            "say the names",
                            () -> new NamesSweep(last, parts.bus())
                                    .run(living, parts.clock().instant())));
        });
        commands.publish();
        commands.restart();
        new DoorSweep(parts.doors(), findings).run(parts.clock().instant());
        findings.report();
        return findings;
    }
}
