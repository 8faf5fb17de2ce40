package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Printable;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.lambda.Log;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sees to it that a run has its workers, and that it ends where it cannot have any. Every step may be done twice. */
final class Workforce {
    static final String NO_WORKERS = "Queue.NoWorkers";

    private static final int LONGEST_REASON = 500;
    private static final int MOST_ROUNDS = 5;

    private final RunRows runs;
    private final RunNotes notes;
    private final WorkerRows workers;
    private final Plans plans;
    private final Runs executions;
    private final Bus bus;

    Workforce(RunRows runs, RunNotes notes, WorkerRows workers, Plans plans, Runs executions, Bus bus) {
        this.runs = runs;
        this.notes = notes;
        this.workers = workers;
        this.plans = plans;
        this.executions = executions;
        this.bus = bus;
    }

    /** Launches who is missing, or ends the run. */
    void fill(Staff staff, Machinery machinery, Instant now, Log log) {
        switch (decide(staff, now)) {
            case Staffing.Nothing nothing -> {}
            case Staffing.Launch(List<Worker> launches) -> launches.forEach(worker -> launch(staff, worker, now, log));
            case Staffing.GiveUp(String reason) -> giveUp(staff, Printable.of(reason, LONGEST_REASON), machinery, log);
        }
    }

    /** As {@link #fill}, before the run has begun: whoever heard of the last one's end sees to it that the run ends. */
    void begin(Staff staff, Instant now, Log log) {
        switch (decide(staff, now)) {
            case Staffing.Nothing nothing -> {}
            case Staffing.Launch(List<Worker> launches) -> launches.forEach(worker -> launch(staff, worker, now, log));
            case Staffing.GiveUp giveUp -> {}
        }
    }

    private Staffing.Decision decide(Staff staff, Instant now) {
        return Staffing.decide(new Staffing.Run(staff, need(staff)), workers.all(staff.runId()), now);
    }

    Staffing.Need need(Staff staff) {
        return Staffing.need(runs.read(staff.runId()));
    }

    /** Each step leaves behind what the next call goes on from: an item without {@code asked} is asked for again. */
    private void launch(Staff staff, Worker wanted, Instant now, Log log) {
        Worker worker = workers.begin(staff.runId(), wanted, staff.expiresAt());
        publish(WorkerCommands.launch(staff, worker, now));
        workers.note(staff.runId(), worker.post(), new WorkerNews.Asked());
        log.info(
                "launches a worker",
                field("runId", staff.runId()),
                field("name", worker.post().name(staff.runId())),
                field("commandId", worker.commandId()));
    }

    void end(Staff staff, Worker worker, String reason, Instant now, Log log) {
        publish(WorkerCommands.end(staff, worker, reason, now));
        log.info(
                "ends a worker",
                field("reason", reason),
                field("runId", staff.runId()),
                field("name", worker.post().name(staff.runId())),
                field("instanceId", worker.instanceId().orElse(null)));
    }

    private void publish(Command command) {
        bus.publish(command.type(), command.toJson().toString());
    }

    /**
     * The first of its machines that is not over is ended. Marked only where there is one, since a run that has all its jobs
     * done needs no workers; and before it is ended, since the flow begins nothing else in a run that is marked.
     *
     * @throws NotBegunException when that machine has not begun, and will: nobody else would end it then
     */
    private void giveUp(Staff staff, String reason, Machinery machinery, Log log) {
        Plan plan = plans.of(staff.queueId(), staff.runId());
        boolean isMarked = runs.read(staff.runId()).flatMap(RunRow::noWorkers).isPresent();
        Optional<Plan.PlannedExecution> running = Stream.of("main", "always")
                .flatMap(root -> plan.executions().stream()
                        .filter(execution -> execution.machine().equals(root)))
                .filter(root -> isRunning(machinery.execution(plan.runId(), plan.hash(), root), isMarked))
                .findFirst();
        if (running.isPresent() && notes.giveUp(staff.runId(), reason)) {
            log.warn("a run has no workers", field("runId", staff.runId()), field("reason", reason));
            Stopping.of(executions, machinery, plan, running.get().root(), NO_WORKERS, reason);
        }
    }

    private boolean isRunning(String arn, boolean isMarked) {
        Optional<Runs.Execution> execution = executions.describe(arn);
        if (execution.isEmpty() && !isMarked) {
            throw new NotBegunException(arn + ": it has not begun, and is to be stopped");
        }
        return execution.filter(known -> known.status() == Runs.Status.RUNNING).isPresent();
    }

    /**
     * Says on the run why it waits. Looked at again after each write: of two who write at once, the one who comes last has
     * then seen what the other one knew.
     */
    void explain(String runId) {
        Optional<String> reason = Staffing.reason(workers.all(runId));
        for (int i = 0; i < MOST_ROUNDS; i++) {
            notes.explain(runId, reason.map(text -> Printable.of(text, LONGEST_REASON)));
            Optional<String> now = Staffing.reason(workers.all(runId));
            if (now.equals(reason)) {
                return;
            }
            reason = now;
        }
    }
}
