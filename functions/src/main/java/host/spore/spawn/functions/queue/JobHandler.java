package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.AgentSource;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.queues.file.Elements;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Hears what workers say of jobs, and writes it on their items. A worker speaks only for itself, and only of its own run. The
 * items are for people: what a run does next is told by its machines, and how it ended by them too.
 */
public final class JobHandler extends JsonHandler {
    private final RunRows runs;
    private final WorkerRows workers;
    private final JobNotes jobs;
    private final InstanceRows instances;
    private final Plans plans;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public JobHandler() {
        this(Adapters.ofProcess());
    }

    private JobHandler(Adapters aws) {
        this(
                aws.runRows(),
                aws.workerRows(),
                aws.jobNotes(),
                aws.instanceRows(),
                new Plans(aws.documents(), aws.environment().required("SPAWN_RESULTS_BUCKET")),
                InstantSource.system());
    }

    JobHandler(
            RunRows runs, WorkerRows workers, JobNotes jobs, InstanceRows instances, Plans plans, InstantSource clock) {
        this.runs = runs;
        this.workers = workers;
        this.jobs = jobs;
        this.instances = instances;
        this.plans = plans;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        Log log = invocation.log();
        if (!(Language.event(event.type(), event.detail()).orElse(null) instanceof JobEvent said)) {
            log.warn("not a worker's event", field("type", event.type()), field("source", event.source()));
            return Answers.did("passed over: not a worker's event");
        }
        if (!AgentSource.is(event, said.instanceId())) {
            return refused("a worker speaks only for itself", event, said, log);
        }
        Optional<RunRow> run = runs.read(said.runId());
        if (run.filter(row -> row.queueId().equals(said.queueId().value())).isEmpty()) {
            return refused("there is no such run of this queue", event, said, log);
        }
        if (!isWorker(said, event.time())) {
            return refused("it is no worker of this run", event, said, log);
        }
        if (!run.get().status().isGoingOn()) {
            return Answers.did("passed over: the run is over");
        }
        Instant now = clock.instant();
        JobNote note = JobNote.of(said, event.time().isAfter(now) ? now : event.time());
        Elements elements = plans.of(run.get().queueId(), run.get().runId()).elements();
        if (!elements.has(note.element().job())
                || !elements.of(note.element().job()).contains(note.element())) {
            return refused("its run has no such job", event, said, log);
        }
        note(said.runId(), note, elements);
        log.info(
                "heard of a job",
                field("runId", said.runId()),
                field("job", note.element()),
                field("type", said.type()),
                field("attempt", said.attempt()),
                field("status", note.status().wire()));
        return Answers.did("noted");
    }

    /** Whatever is cut off in between is done by the same event again: each step finds what it has done. */
    private void note(String runId, JobNote note, Elements elements) {
        String job = note.element().job();
        JobStatus status = jobs.note(runId, note)
                .orElseThrow(() -> new IllegalStateException("run " + runId + " has no item of " + note.element()));
        boolean isDone = status == JobStatus.DONE;
        OptionalInt index = note.element().index();
        if (index.isPresent()) {
            isDone = isDone
                    && isDoneAsAWhole(
                            runId, note, index.getAsInt(), elements.of(job).size());
            if (!isDone) {
                jobs.note(runId, job, new ArrayNote.Begun(note.startedAt()));
            }
        }
        if (isDone) {
            elements.dependants(job).forEach(dependant -> jobs.release(runId, dependant, job));
        }
    }

    private boolean isDoneAsAWhole(String runId, JobNote note, int index, int of) {
        String array = note.element().job();
        Instant at = note.end().map(JobNote.End::at).orElse(note.startedAt());
        int done = jobs.count(runId, array, index)
                .orElseThrow(() -> new IllegalStateException("run " + runId + " has no item of " + array));
        jobs.note(runId, array, done == of ? new ArrayNote.Done(at) : new ArrayNote.Partly(at, done, of));
        return done == of;
    }

    /**
     * By the launch that it came from, which the row of the instance tells, and which is written before its agent can have
     * begun; or by its item, once it was heard to be ready.
     *
     * @throws NotKnownYetException while neither says anything, and the word is young: Lambda delivers it again
     */
    private boolean isWorker(JobEvent said, Instant saidAt) {
        InstanceId id = said.instanceId();
        InstanceRow row = instances.read(id);
        Optional<String> command = row.text(Column.COMMAND_ID);
        boolean isOne = row.text(Column.NAME)
                        .flatMap(Name::ifValid)
                        .flatMap(workers::find)
                        // Of this run, and of no other: its id is in that of the command.
                        .filter(place -> command.equals(Optional.of(place.post().commandId(said.runId()))))
                        .isPresent()
                || workers.all(said.runId()).stream()
                        .anyMatch(worker -> worker.instanceId().equals(Optional.of(id)));
        if (!isOne && command.isEmpty() && clock.instant().isBefore(saidAt.plus(Instances.FINDABLE_AFTER))) {
            throw new NotKnownYetException(id + ": neither its row nor its run says yet by which launch it came");
        }
        return isOne;
    }

    private static JsonObject refused(String why, BusEvent event, JobEvent said, Log log) {
        log.warn(
                "a worker is not believed",
                field("reason", why),
                field("source", event.source()),
                field("instanceId", said.instanceId()),
                field("runId", said.runId()),
                field("job", said.jobId()));
        return Answers.did("refused: " + why);
    }
}
