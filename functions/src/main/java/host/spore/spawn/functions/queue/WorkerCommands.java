package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Access;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Placement;
import host.spore.spawn.events.Purchase;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.QueueWorker;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The commands by which workers come and go. The same cause makes the same id, so that they may be published twice. */
final class WorkerCommands {
    private static final SpawnDuration PATIENCE = SpawnDuration.parse("30m");

    private static final int BY_NAME = 1;
    private static final int BY_INSTANCE = 2;

    private WorkerCommands() {}

    static LaunchInstance launch(Staff staff, Worker worker, Instant now) {
        boolean spot = staff.spot() && !worker.onDemand();
        return new LaunchInstance(
                envelope(worker.commandId(), staff.correlationId(), now),
                worker.post().name(staff.runId()),
                staff.owner(),
                new Machine(staff.instanceType(), null, false, null),
                new Purchase(spot, spot, null, PATIENCE, null),
                Placement.ANYWHERE,
                Volumes.OF_THE_IMAGE,
                // With a length of life given, idleness is not watched: a worker that waits for a gate is not idle.
                new Life(staff.ttl(), null, null, CompletionAction.TERMINATE, null, null, null, null, List.of()),
                new Work(
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        null,
                        new QueueWorker(new QueueId(staff.queueId()), staff.runId(), staff.activity(), staff.slots())),
                Access.USUAL,
                // Not spawn:queue, since that prefix is what spawn itself says of an instance.
                new Tags(Map.of("queue", staff.queueId(), "queue-run", staff.runId())),
                false,
                false);
    }

    /**
     * By its instance where that is known, else by its name. Two ids: that by name may be refused because the launch has
     * not got so far, and must not be in the way of the other one then.
     *
     * @param reason for people
     */
    static Command end(Staff staff, Worker worker, String reason, Instant now) {
        String target = worker.instanceId()
                .map(InstanceId::value)
                .orElseGet(() -> worker.post().name(staff.runId()).value());
        String id = Ids.childOf(worker.commandId(), worker.instanceId().isPresent() ? BY_INSTANCE : BY_NAME);
        return new TerminateInstance(envelope(id, staff.correlationId(), now), new Target(target), null, reason);
    }

    static String over(Staff staff) {
        return "run " + staff.runId() + " of queue " + staff.queueId() + " is over";
    }

    static String stopped(Staff staff) {
        return "it was stopped, and run " + staff.runId() + " of queue " + staff.queueId()
                + " has no use for a worker that does not run";
    }

    private static Envelope envelope(String id, String correlationId, Instant now) {
        return new Envelope(Envelope.CURRENT, id, correlationId, now);
    }
}
