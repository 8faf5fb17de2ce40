package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.CancelQueue;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.InboxFile;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.QueueCommand;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.ResumeQueue;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.SubmitQueue;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.inbox.Inbox;
import host.spore.spawn.functions.inbox.UserFile;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.queues.file.Workers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The first step of a run: {@code {type, command, …}} becomes {@code {"result":"ready", queueId, runId, owner, jobs, hash,
 * timeoutSeconds, workers, hasMain, hasAlways, summary}} or {@code {"result":"refused", "reason"}}. What comes over the bus
 * is read, checked and compiled again; then the queue is claimed, and what the run needs is written.
 */
public final class PrepareHandler extends JsonHandler {
    private static final UserFile FILE =
            new UserFile("queue", QueueFile.MAX_BYTES, "spawn queue submit", "make alike jobs an array");

    private final RunRows rows;
    private final JobRows jobs;
    private final Documents documents;
    private final Inbox inbox;
    private final Preparation.Setting setting;
    private final Taking taking;
    private final Environment environment;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public PrepareHandler() {
        this(Adapters.ofProcess());
    }

    private PrepareHandler(Adapters aws) {
        this(
                aws.claims(),
                aws.runRows(),
                aws.jobRows(),
                aws.documents(),
                aws.inbox(),
                aws.runs(),
                aws.environment(),
                InstantSource.system());
    }

    PrepareHandler(
            Claims claims,
            RunRows rows,
            JobRows jobs,
            Documents documents,
            Inbox inbox,
            Runs runs,
            Environment environment,
            InstantSource clock) {
        this.rows = rows;
        this.jobs = jobs;
        this.documents = documents;
        this.inbox = inbox;
        this.setting = new Preparation.Setting(
                environment.required("SPAWN_RESULTS_BUCKET"),
                environment.list("SPAWN_QUEUE_RESULT_BUCKETS"),
                new Blueprint.Fixtures(
                        environment.required("SPAWN_QUEUE_STEP_ARN"),
                        environment.required("SPAWN_QUEUES_TABLE"),
                        environment.required("SPAWN_QUEUE_ROLE_ARN")));
        this.taking = new Taking(
                claims,
                rows,
                runs,
                new Plans(documents, setting.bucket()),
                new Finishing(rows, jobs, documents, runs, setting.bucket(), clock),
                environment.required("SPAWN_QUEUE_FLOW_NAME"));
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = prepare(input, Machinery.of(environment, invocation.account()));
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("queueId", answer.optionalString("queueId").orElse(null)),
                        field("runId", answer.optionalString("runId").orElse(null)),
                        field("summary", answer.optionalString("summary").orElse(null)),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject prepare(JsonObject input, Machinery machinery) {
        String type = input.string("type");
        Command command;
        try {
            command = Language.command(type, input.object("command")).orElse(null);
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.refused(String.valueOf(notOurLanguage.getMessage()));
        }
        if (!(command instanceof QueueCommand about)) {
            return notOurs(type);
        }
        Beginning beginning = new Beginning(
                about.queueId().value(),
                type,
                about.envelope().id(),
                about.envelope().correlationId(),
                clock.instant());
        return switch (about) {
            case SubmitQueue submit ->
                switch (content(submit)) {
                    case UserFile.Unreadable(String reason) -> Answers.refused(reason);
                    case UserFile.Text(String name, String text) -> submit(beginning, machinery, submit, name, text);
                };
            case ResumeQueue resume -> resume(beginning, machinery);
            case CancelQueue cancel -> notOurs(type);
        };
    }

    private UserFile.Content content(SubmitQueue submit) {
        InboxFile file = submit.file();
        return file == null
                ? FILE.unpack(Objects.requireNonNull(submit.queue()))
                : FILE.found(file, inbox.find(file, FILE.maxBytes() + 1));
    }

    /** Kept as JSON, whatever it was written in. */
    private JsonObject submit(Beginning beginning, Machinery machinery, SubmitQueue submit, String name, String text) {
        String json;
        try {
            json = QueueFile.tree(text, name).toString();
        } catch (JsonException broken) {
            return Answers.refused(name + ": " + broken.getMessage());
        }
        return begin(beginning, machinery, new Source(json, submit.owner(), Optional.empty()));
    }

    private static JsonObject notOurs(String type) {
        return Answers.refused(
                "\"" + Printable.of(type) + "\": this flow runs queues; publish SubmitQueue or ResumeQueue");
    }

    private JsonObject resume(Beginning beginning, Machinery machinery) {
        String queue = "queue " + beginning.queueId();
        return switch (taking.look(beginning.queueId(), beginning.runId(), machinery, beginning.at())) {
            case Claiming.Refuse(String reason) -> Answers.refused(reason);
            case Claiming.Keep(Optional<String> last) -> resume(beginning, machinery, queue, last);
            case Claiming.Take(Optional<String> last) -> resume(beginning, machinery, queue, last);
        };
    }

    private JsonObject resume(Beginning beginning, Machinery machinery, String queue, Optional<String> last) {
        if (last.isEmpty()) {
            return Answers.refused(
                    queue + " has not run yet, so there is nothing to resume; run it with spawn queue submit");
        }
        String run = last.get();
        if (rows.read(run).filter(row -> row.status() == RunStatus.COMPLETED).isPresent()) {
            return Answers.refused("every job of the last run of " + queue + " (" + run
                    + ") is done, so there is nothing to resume; run it again with spawn queue submit");
        }
        QueuePlaces places = QueuePlaces.own(setting.bucket(), beginning.queueId(), run);
        Optional<String> text = documents.read(setting.bucket(), places.file());
        Optional<String> plan = documents.read(setting.bucket(), places.plan());
        if (text.isEmpty() || plan.isEmpty()) {
            return Answers.refused("nothing is kept of the last run of " + queue + " (" + run
                    + "); run it again with spawn queue submit");
        }
        Plan before = Plan.read(JsonObject.parse(plan.get()));
        return begin(beginning, machinery, new Source(text.get(), before.owner(), Optional.of(before)));
    }

    private JsonObject begin(Beginning beginning, Machinery machinery, Source source) {
        return switch (Preparation.of(source.text(), new QueueId(beginning.queueId()), beginning.runId(), setting)) {
            case Preparation.Refused(String reason) -> Answers.refused(reason);
            case Preparation.Ready ready ->
                taking.take(beginning.queueId(), beginning.runId(), machinery, beginning.at())
                        .map(Answers::refused)
                        .orElseGet(() -> written(beginning, ready, source));
        };
    }

    /** The run's item comes last: where it is, everything else is. */
    private JsonObject written(Beginning beginning, Preparation.Ready ready, Source source) {
        Queue queue = ready.queue();
        Map<Element, String> done = source.before()
                .map(before -> new TakenOver(documents, before.results(), ready.results())
                        .take(before.elements(), Previous.done(before, jobs.all(before.runId()))))
                .orElse(Map.of());
        Plan plan = new Plan(
                beginning.queueId(),
                beginning.runId(),
                source.owner(),
                queue.onFailure(),
                queue.globalTimeout().value().toSeconds(),
                ready.blueprint().hash(),
                ready.results(),
                Preparation.jobs(queue),
                ready.compiled().gates(),
                ready.blueprint().executions(),
                done);
        QueuePlaces places = QueuePlaces.own(setting.bucket(), beginning.queueId(), beginning.runId());
        write(places.file(), source.text());
        write(places.machines(), ready.blueprint().toJson().toString());
        write(places.plan(), plan.toJson().toString());
        write(places.queue(), WorkersFile.of(queue, ready.results(), done).toString());
        rows.begin(
                new RunRow(
                        beginning.runId(),
                        beginning.queueId(),
                        beginning.commandType(),
                        beginning.correlationId(),
                        source.owner(),
                        plan.hash(),
                        queue.jobs().size(),
                        RunStatus.STARTING,
                        Optional.empty(),
                        beginning.at(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                Kept.until(beginning.at(), plan.timeoutSeconds()));
        return answer(plan, queue, Preparation.summary(ready.compiled()));
    }

    private void write(String key, String text) {
        documents.write(setting.bucket(), key, text);
    }

    private static JsonObject answer(Plan plan, Queue queue, String summary) {
        Workers workers = queue.workers();
        return JsonObject.builder()
                .put("result", "ready")
                .put("queueId", plan.queueId())
                .put("runId", plan.runId())
                .put("owner", plan.owner())
                .put("jobs", plan.jobs().size())
                .put("hash", plan.hash())
                .put("timeoutSeconds", plan.timeoutSeconds())
                .put(
                        "workers",
                        JsonObject.builder()
                                .put("instanceType", workers.instanceType().orElse(null))
                                .put("count", workers.count())
                                .put("slots", workers.slots())
                                .put("spot", workers.spot())
                                .put(
                                        "ttl",
                                        workers.ttl()
                                                .map(SpawnDuration::toString)
                                                .orElse(null))
                                .build())
                .put("hasMain", plan.hasMachine("main"))
                .put("hasAlways", plan.hasMachine("always"))
                .put("summary", summary)
                .build();
    }

    /** What a run is begun by. */
    private record Beginning(String queueId, String commandType, String runId, String correlationId, Instant at) {}

    /**
     * What it is made of.
     *
     * @param text of the file
     * @param owner of its workers
     * @param before the run that it goes on from
     */
    private record Source(String text, String owner, Optional<Plan> before) {}
}
