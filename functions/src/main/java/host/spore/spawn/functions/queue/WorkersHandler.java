package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentUnsteady;
import host.spore.spawn.events.AlertFailed;
import host.spore.spawn.events.CostWarning;
import host.spore.spawn.events.DriftRepaired;
import host.spore.spawn.events.DriftReported;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.InstanceExpired;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceLaunched;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.events.InstanceReady;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchDelayed;
import host.spore.spawn.events.LaunchFailed;
import host.spore.spawn.events.LaunchRejected;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.Outcome;
import host.spore.spawn.events.QueueStarted;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.SweepStarted;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.StateChange;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.queues.file.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The workers of runs. The flow asks for them, {@code {"step": "start", queueId, runId, activity}}, and lets them go, {@code
 * {"step": "stop", queueId, runId}}; in between, what becomes of them is heard over the bus.
 */
public final class WorkersHandler extends JsonHandler {
    /** Beyond the run's own time, in which its last results are stored. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(15);

    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final RunRows runs;
    private final Staffs staffs;
    private final WorkerRows workers;
    private final InstanceRows instances;
    private final Documents documents;
    private final String bucket;
    private final Workforce workforce;
    private final Environment environment;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public WorkersHandler() {
        this(Adapters.ofProcess());
    }

    private WorkersHandler(Adapters aws) {
        this(
                new Ports(
                        aws.runRows(),
                        aws.runNotes(),
                        aws.staffs(),
                        aws.workerRows(),
                        aws.instanceRows(),
                        aws.documents(),
                        aws.runs(),
                        aws.bus()),
                aws.environment(),
                InstantSource.system());
    }

    WorkersHandler(Ports ports, Environment environment, InstantSource clock) {
        this.runs = ports.runs();
        this.staffs = ports.staffs();
        this.workers = ports.workers();
        this.instances = ports.instances();
        this.documents = ports.documents();
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.workforce = new Workforce(
                runs, ports.notes(), workers, new Plans(documents, bucket), ports.executions(), ports.bus());
        this.environment = environment;
        this.clock = clock;
    }

    /** What it works with. */
    record Ports(
            RunRows runs,
            RunNotes notes,
            Staffs staffs,
            WorkerRows workers,
            InstanceRows instances,
            Documents documents,
            Runs executions,
            Bus bus) {}

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Log log = invocation.log();
        Machinery machinery = Machinery.of(environment, invocation.account());
        if (!input.has("step")) {
            BusEvent event = BusEvent.read(input);
            return stopped(event)
                    .map(instance -> endStopped(instance, log))
                    .orElseGet(() -> hear(event, machinery, log));
        }
        String step = input.string("step");
        return switch (step) {
            case "start" -> start(input, log);
            case "stop" -> stop(input.string("runId"), log);
            default -> throw new IllegalArgumentException("step \"" + step + "\": start or stop");
        };
    }

    private JsonObject start(JsonObject input, Log log) {
        String queueId = input.string("queueId");
        String runId = input.string("runId");
        RunRow run = runs.read(runId)
                .orElseThrow(() -> new IllegalStateException("run " + runId + " has no item: it was not prepared"));
        Staff staff = staffs.begin(staff(queueId, run, input.string("activity")));
        workforce.begin(staff, clock.instant(), log);
        return Answers.did("asked for its workers");
    }

    private Staff staff(String queueId, RunRow run, String activity) {
        String file = QueuePlaces.own(bucket, queueId, run.runId()).file();
        String text = documents
                .read(bucket, file)
                .orElseThrow(() -> new IllegalStateException("no " + file + " in " + bucket));
        return switch (QueueFile.read(text, file)) {
            case QueueFile.Wrong wrong ->
                throw new IllegalStateException(
                        file + " was checked, and is wrong: " + wrong.problems().getFirst());
            case QueueFile.Understood understood ->
                staff(
                        queueId,
                        run,
                        activity,
                        understood.queue().workers(),
                        understood.queue().globalTimeout());
        };
    }

    private static Staff staff(
            String queueId, RunRow run, String activity, Workers workers, SpawnDuration globalTimeout) {
        Duration time = globalTimeout.value().plus(AFTERWARDS);
        Duration life = workers.ttl().map(SpawnDuration::value).orElse(time);
        return new Staff(
                queueId,
                run.runId(),
                run.correlationId(),
                run.owner(),
                activity,
                workers.instanceType()
                        .orElseThrow(
                                () -> new IllegalStateException("the queue was checked, and names no instance type")),
                workers.count(),
                workers.slots(),
                workers.spot(),
                new SpawnDuration(life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life),
                run.startedAt().plus(time),
                Kept.until(run.startedAt(), globalTimeout.value().toSeconds()));
    }

    private JsonObject stop(String runId, Log log) {
        Optional<Staff> staff = staffs.read(runId);
        if (staff.isEmpty()) {
            return Answers.did("nothing: none were asked for");
        }
        Instant now = clock.instant();
        workers.all(runId).stream()
                .filter(worker -> !worker.hasEnded())
                .forEach(worker -> workforce.end(staff.get(), worker, WorkerCommands.over(staff.get()), now, log));
        return Answers.did("let its workers go");
    }

    private static Optional<InstanceId> stopped(BusEvent event) {
        return StateChange.of(event)
                .filter(change -> change.state() == InstanceState.STOPPED)
                .map(StateChange::id);
    }

    /**
     * A worker that was stopped does no job, and whoever started it again could not know of the run's bounds. So it is
     * ended, and with its end its place is free for another one.
     */
    private JsonObject endStopped(InstanceId instance, Log log) {
        Optional<WorkerRows.Place> place = instances
                .read(instance)
                .text(Column.NAME)
                .flatMap(Name::ifValid)
                .flatMap(workers::find);
        Optional<Worker> worker = place.flatMap(at -> worker(at.runId(), at.post()))
                // It may have taken its first job before its launch was said to be ready.
                .filter(known -> !known.hasEnded() && isOn(known, instance));
        if (place.isEmpty() || worker.isEmpty()) {
            return Answers.did("passed over: not of a worker");
        }
        Staff staff = staffOf(place.get().runId());
        workforce.end(staff, worker.get(), WorkerCommands.stopped(staff), clock.instant(), log);
        return Answers.did("lets it go: it was stopped");
    }

    private Optional<Worker> worker(String runId, Post post) {
        return workers.all(runId).stream()
                .filter(worker -> worker.post().equals(post))
                .findFirst();
    }

    private Staff staffOf(String runId) {
        return staffs.read(runId)
                .orElseThrow(() -> new IllegalStateException("run " + runId + " has workers and no staff"));
    }

    private JsonObject hear(BusEvent event, Machinery machinery, Log log) {
        Optional<Heard> heard = event.source().equals(Event.CONTROL_SOURCE)
                ? Language.event(event.type(), event.detail()).flatMap(WorkersHandler::heard)
                : Optional.empty();
        Optional<WorkerRows.Place> place = heard.flatMap(said -> workers.find(said.name()));
        if (heard.isEmpty() || place.isEmpty()) {
            return Answers.did("passed over: not of a worker");
        }
        String runId = place.get().runId();
        Worker worker = worker(runId, place.get().post())
                .orElseThrow(() -> new IllegalStateException(heard.get().name() + " has no item of its own"));
        if (!isAbout(worker, heard.get())) {
            log.warn(
                    "an event of another instance of a worker's name",
                    field("name", heard.get().name()));
            return Answers.did("passed over: another instance of the same name");
        }
        workers.note(runId, worker.post(), heard.get().news());
        log.info(
                "heard of a worker",
                field("runId", runId),
                field("name", heard.get().name()),
                field("type", event.type()));
        return follow(staffOf(runId), worker.post(), heard.get().news(), machinery, log);
    }

    private JsonObject follow(Staff staff, Post post, WorkerNews news, Machinery machinery, Log log) {
        Instant now = clock.instant();
        if (news instanceof WorkerNews.Ready && workforce.need(staff) == Staffing.Need.NONE) {
            // Its launch took longer than its run; who let the others go may not have found it.
            worker(staff.runId(), post)
                    .filter(worker -> !worker.hasEnded())
                    .ifPresent(worker -> workforce.end(staff, worker, WorkerCommands.over(staff), now, log));
            return Answers.did("let it go: its run is over");
        }
        workforce.explain(staff.runId());
        workforce.fill(staff, machinery, now, log);
        return Answers.did("noted");
    }

    /**
     * A name may be given again to an instance that is no worker. The command tells, where an event has it; else the
     * instance. What knows neither is believed: a worker too many costs less than a run that waits for nobody.
     */
    private boolean isAbout(Worker worker, Heard heard) {
        if (heard.commandId().isPresent()) {
            return heard.commandId().get().equals(worker.commandId());
        }
        return isOn(worker, heard.instanceId().orElseThrow());
    }

    private boolean isOn(Worker worker, InstanceId instance) {
        return worker.instanceId()
                .map(instance::equals)
                .orElseGet(() -> instances
                        .read(instance)
                        .text(Column.COMMAND_ID)
                        .map(worker.commandId()::equals)
                        .orElse(true));
    }

    private static Optional<Heard> heard(Event event) {
        return switch (event) {
            case InstanceReady ready ->
                heard(ready.name().value(), ready.commandId(), new WorkerNews.Ready(ready.instanceId()));
            case LaunchDelayed delayed ->
                heard(
                        delayed.name().value(),
                        delayed.commandId(),
                        new WorkerNews.Delayed(
                                delayed.round(),
                                delayed.reason() + ", next try " + TIME_OF_DAY.format(delayed.nextAt())));
            case LaunchFailed failed ->
                heard(
                        failed.name(),
                        failed.commandId(),
                        new WorkerNews.Ended(
                                WorkerEnd.FAILED,
                                failed.reason(),
                                failed.envelope().at()));
            case LaunchRejected rejected ->
                heard(
                        rejected.name(),
                        rejected.commandId(),
                        new WorkerNews.Ended(
                                WorkerEnd.REJECTED,
                                rejected.reason(),
                                rejected.envelope().at()));
            case InstanceEnded ended ->
                Optional.of(new Heard(
                        ended.name(),
                        Optional.empty(),
                        Optional.of(ended.instanceId()),
                        new WorkerNews.Ended(
                                ended.cause() == EndCause.SPOT ? WorkerEnd.INTERRUPTED : WorkerEnd.ENDED,
                                ended.reason(),
                                ended.endedAt())));
            case InstanceExpired expired ->
                Optional.of(new Heard(
                        expired.name(),
                        Optional.empty(),
                        Optional.of(expired.instanceId()),
                        new WorkerNews.Ended(WorkerEnd.ENDED, expired.reason(), expired.endedAt())));
            case Outcome other -> Optional.empty();
            case AgentEvent said -> Optional.empty();
            case JobEvent said -> Optional.empty();
            case QueueStarted started -> Optional.empty();
            case SweepStarted started -> Optional.empty();
            case InstanceLaunched launched -> Optional.empty();
            case InstanceObserved observed -> Optional.empty();
            case NamesListed listed -> Optional.empty();
            case AgentUnsteady unsteady -> Optional.empty();
            case CostWarning warning -> Optional.empty();
            case AlertFailed failed -> Optional.empty();
            case DriftRepaired repaired -> Optional.empty();
            case DriftReported reported -> Optional.empty();
        };
    }

    private static Optional<Heard> heard(String name, String commandId, WorkerNews news) {
        return Name.ifValid(name).map(valid -> new Heard(valid, Optional.of(commandId), Optional.empty(), news));
    }

    /** What an event says of an instance, by its name. */
    private record Heard(Name name, Optional<String> commandId, Optional<InstanceId> instanceId, WorkerNews news) {}
}
