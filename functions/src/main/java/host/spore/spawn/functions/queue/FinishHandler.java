package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The last step of a run: {@code {queueId, runId, "error"?}} becomes {@code {"type":"QueueCompleted"|"QueueFailed",
 * "fields":{…}}}. Every job gets its end, the summary is written, and the queue is given back. From its first write on
 * nothing that is said of the run counts any more; asked again, it goes on where it was, and answers the same.
 */
public final class FinishHandler extends JsonHandler {
    private final Claims claims;
    private final RunRows rows;
    private final JobRows jobs;
    private final Documents documents;
    private final Runs runs;
    private final Plans plans;
    private final String bucket;
    private final Environment environment;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public FinishHandler() {
        this(Environment.ofProcess());
    }

    private FinishHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private FinishHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb(), environment.required("SPAWN_QUEUES_TABLE"));
    }

    private FinishHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, String table) {
        this(
                new DynamoClaims(dynamoDb, table),
                new DynamoRunRows(dynamoDb, table),
                new DynamoJobRows(dynamoDb, table),
                new S3Documents(clients.s3()),
                new StepFunctionsRuns(clients.stepFunctions()),
                environment,
                InstantSource.system());
    }

    FinishHandler(
            Claims claims,
            RunRows rows,
            JobRows jobs,
            Documents documents,
            Runs runs,
            Environment environment,
            InstantSource clock) {
        this.claims = claims;
        this.rows = rows;
        this.jobs = jobs;
        this.documents = documents;
        this.runs = runs;
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.plans = new Plans(documents, bucket);
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        String queueId = input.string("queueId");
        String runId = input.string("runId");
        QueuePlaces places = QueuePlaces.own(bucket, queueId, runId);
        RunRow found = rows.read(runId).orElseThrow(() -> new IllegalStateException("there is no run " + runId));
        Plan plan = plans.of(queueId, runId);
        JsonObject summary;
        if (found.status().isOver()) {
            summary = JsonObject.parse(documents
                    .read(bucket, places.summary())
                    .orElseThrow(() -> new IllegalStateException("run " + runId + " is over and has no summary")));
        } else {
            RunRow run = rows.change(runId, new RunChange.Finishing())
                    .orElseThrow(() -> new IllegalStateException("run " + runId + " ended meanwhile"));
            summary = finish(run, plan, flowError(input), Machinery.of(environment, invocation.account()));
        }
        claims.free(queueId, runId);
        JsonObject outcome = Summary.outcome(summary, places.url(places.summary()));
        invocation
                .log()
                .info(
                        outcome.string("type"),
                        field("queueId", queueId),
                        field("runId", runId),
                        field("reason", summary.string("reason")));
        return outcome;
    }

    private JsonObject finish(RunRow run, Plan plan, Optional<Verdict.FlowError> flowError, Machinery machinery) {
        Verdict.Ends ends = ends(plan, machinery);
        boolean outlived = run.outlived() || ends.isRunning();
        if (outlived) {
            endWhatRuns(plan, machinery);
        }
        List<JobRow> before = jobs.all(plan.runId());
        Map<Element, Tries> tries = Fates.areOpen(plan, before) ? Tries.of(histories(plan, machinery)) : Map.of();
        Instant now = clock.instant();
        Fates fates = new Fates(plan, before, tries, ends, now);
        Map<String, List<JobRow>> known = fates.known();
        Verdict verdict = Verdict.of(
                plan,
                new Verdict.Marks(run.cancel().map(CancelMark::reason), run.noWorkers(), flowError, outlived),
                ends,
                Fates.failed(known),
                Fates.done(known));
        Map<String, List<JobRow>> ended = fates.ended(known, verdict);
        Map<String, JobRow> byJob = byJob(ended, before, now);
        write(plan, before, ended, byJob, now);
        JsonObject summary = Summary.of(run, verdict, ended, byJob, now);
        write(plan, summary.toString());
        rows.change(
                plan.runId(),
                new RunChange.Ended(
                        verdict.failure().isEmpty() ? RunStatus.COMPLETED : RunStatus.FAILED, verdict.reason(), now));
        return summary;
    }

    private Verdict.Ends ends(Plan plan, Machinery machinery) {
        return new Verdict.Ends(end(plan, machinery, "main"), end(plan, machinery, "always"));
    }

    private Optional<Runs.Execution> end(Plan plan, Machinery machinery, String root) {
        return plan.executions().stream()
                .filter(execution -> execution.machine().equals(root))
                .findFirst()
                .flatMap(execution -> runs.describe(machinery.execution(plan.runId(), plan.hash(), execution)));
    }

    /**
     * The flow failed and left its graph behind: nothing of a run goes on when it is over. Noted first: asked again, we
     * would take it for one that somebody else has stopped.
     */
    private void endWhatRuns(Plan plan, Machinery machinery) {
        rows.change(plan.runId(), new RunChange.Outlived());
        Stopping.all(runs, machinery, plan, "Queue.Over", "the queue's flow is over");
    }

    private List<List<Runs.Event>> histories(Plan plan, Machinery machinery) {
        List<List<Runs.Event>> histories = new ArrayList<>();
        plan.executions()
                .forEach(execution ->
                        histories.add(runs.history(machinery.execution(plan.runId(), plan.hash(), execution))));
        return histories;
    }

    private static Map<String, JobRow> byJob(Map<String, List<JobRow>> ended, List<JobRow> before, Instant now) {
        Map<Element, JobRow> rows = new LinkedHashMap<>();
        before.forEach(row -> rows.put(row.element(), row));
        Map<String, JobRow> byJob = new LinkedHashMap<>();
        ended.forEach((job, some) -> byJob.put(
                job,
                some.getFirst().element().index().isEmpty()
                        ? some.getFirst()
                        : Fates.whole(job, some, Optional.ofNullable(rows.get(Element.of(job))), now)));
        return byJob;
    }

    /** Those that have their end in the table keep it. */
    private void write(
            Plan plan, List<JobRow> before, Map<String, List<JobRow>> ended, Map<String, JobRow> byJob, Instant now) {
        Set<Element> over = before.stream()
                .filter(row -> row.status().isOver())
                .map(JobRow::element)
                .collect(Collectors.toSet());
        List<JobRow> open = Stream.concat(
                        byJob.values().stream(), ended.values().stream().flatMap(List::stream))
                .filter(row -> !over.contains(row.element()))
                .distinct()
                .toList();
        jobs.end(
                plan.runId(),
                open,
                EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING),
                Kept.until(now, plan.timeoutSeconds()));
    }

    /** In its own place last: it is the sign that the run is over. */
    private void write(Plan plan, String summary) {
        QueuePlaces own = QueuePlaces.own(bucket, plan.queueId(), plan.runId());
        if (!plan.results().equals(own)) {
            documents.write(plan.results().bucket(), plan.results().latestSummary(), summary);
            documents.write(plan.results().bucket(), plan.results().summary(), summary);
        }
        documents.write(bucket, own.latestSummary(), summary);
        documents.write(bucket, own.summary(), summary);
    }

    /** As a flow's catch gives it, or as text. */
    private static Optional<Verdict.FlowError> flowError(JsonObject input) {
        if (!input.has("error")) {
            return Optional.empty();
        }
        return Optional.of(
                input.members().get("error") instanceof JsonObject caught
                        ? new Verdict.FlowError(
                                caught.optionalString("Error").orElse("an error without a name"),
                                caught.optionalString("Cause").orElse(""))
                        : new Verdict.FlowError(
                                input.members().get("error") instanceof Json.JsonString(String text)
                                        ? text
                                        : "an error without a name",
                                ""));
    }
}
