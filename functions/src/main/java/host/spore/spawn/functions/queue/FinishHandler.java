package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The last step of a run: {@code {queueId, runId, "error"?}} becomes {@code {"type":"QueueCompleted"|"QueueFailed",
 * "fields":{…}}}. Every job gets its end, the summary is written, and the queue is given back. From its first write on
 * nothing that is said of the run counts any more; asked again, it goes on where it was, and answers the same.
 */
public final class FinishHandler extends JsonHandler {
    private final Claims claims;
    private final RunRows rows;
    private final Documents documents;
    private final Plans plans;
    private final String bucket;
    private final Environment environment;
    private final Finishing finishing;

    /** As Lambda makes it. */
    public FinishHandler() {
        this(Adapters.ofProcess());
    }

    private FinishHandler(Adapters aws) {
        this(
                aws.claims(),
                aws.runRows(),
                aws.jobRows(),
                aws.documents(),
                aws.runs(),
                aws.environment(),
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
        this.documents = documents;
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.plans = new Plans(documents, bucket);
        this.environment = environment;
        this.finishing = new Finishing(rows, jobs, documents, runs, bucket, clock);
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
            summary = finishing.finish(plan, flowError(input), Machinery.of(environment, invocation.account()));
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

    /** As a flow's catch gives it, or as the text that a flow makes of that. */
    private static Optional<Verdict.FlowError> flowError(JsonObject input) {
        return switch (input.members().getOrDefault("error", Json.JsonNull.NULL)) {
            case JsonObject caught ->
                Optional.of(new Verdict.FlowError(
                        caught.optionalString("Error").orElse("an error without a name"),
                        caught.optionalString("Cause").orElse("")));
            case Json.JsonString(String text) -> Optional.of(Verdict.FlowError.of(text));
            case Json.JsonNull none -> Optional.empty();
            case Json other -> Optional.of(new Verdict.FlowError("an error without a name", other.toString()));
        };
    }
}
