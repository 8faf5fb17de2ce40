package host.spore.spawn.functions.sweep;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.SweepFailure;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The last step of a run: {@code {sweepId, run, error?}} becomes {@code {type, fields}} of its outcome. Writes {@code
 * index.jsonl} and {@code summary.json}, and closes the sweep's item first, after which nothing that is heard changes what
 * was.
 */
public final class FinishHandler extends JsonHandler {
    private final Sweeps sweeps;
    private final Rows rows;
    private final Files files;
    private final String bucket;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public FinishHandler() {
        this(Adapters.ofProcess());
    }

    private FinishHandler(Adapters aws) {
        this(aws.sweeps(), aws.rows(), aws.files(), aws.environment(), InstantSource.system());
    }

    FinishHandler(Sweeps sweeps, Rows rows, Files files, Environment environment, InstantSource clock) {
        this.sweeps = sweeps;
        this.rows = rows;
        this.files = files;
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        SweepId sweepId = new SweepId(input.string("sweepId"));
        int run = Math.toIntExact(input.integer("run"));
        SweepItem sweep = sweeps.read(sweepId)
                .filter(item -> item.run() == run)
                .orElseThrow(() -> new IllegalStateException("run " + run + " of sweep " + sweepId + " has no item"));
        List<JsonObject> launches = files.read(Places.rows(sweepId))
                .map(text -> JsonObject.parse("{\"rows\":" + text + "}").objects("rows").stream()
                        .map(entry -> entry.object("launch"))
                        .toList())
                .orElseThrow(() -> new IllegalStateException("nothing is kept of the rows of sweep " + sweepId));
        Instant now = sweep.endedAt().orElseGet(clock::instant);
        Summary summary = Summary.of(sweep, launches, rows.all(sweepId), input.optionalString("error"), now);
        if (sweep.endedAt().isEmpty()
                && !sweeps.write(sweep.ended(
                        summary.failure().isEmpty() ? SweepStatus.COMPLETED : SweepStatus.FAILED,
                        summary.reason(),
                        now))) {
            // A cancel was quicker, and wins.
            throw new IllegalStateException("sweep " + sweepId + " changed meanwhile");
        }
        files.write(Places.index(sweepId, run), summary.index());
        files.write(Places.latestIndex(sweepId), summary.index());
        files.write(Places.latestSummary(sweepId), summary.json().toString());
        files.write(Places.summary(sweepId, run), summary.json().toString());
        invocation
                .log()
                .info(
                        "a sweep is over",
                        field("sweepId", sweepId),
                        field("run", run),
                        field("reason", summary.reason()));
        return outcome(sweep, summary, now);
    }

    private JsonObject outcome(SweepItem sweep, Summary summary, Instant now) {
        JsonObject.Builder fields = JsonObject.builder()
                .put("sweepId", sweep.sweepId().value())
                .put("runId", sweep.runId())
                .put("summary", "s3://" + bucket + "/" + Places.summary(sweep.sweepId(), sweep.run()));
        Optional<SweepFailure> failure = summary.failure();
        if (failure.isEmpty()) {
            return JsonObject.builder()
                    .put("type", "SweepCompleted")
                    .put(
                            "fields",
                            fields.put("rows", sweep.rows())
                                    .put("seconds", Summary.seconds(sweep, now))
                                    .build())
                    .build();
        }
        return JsonObject.builder()
                .put("type", "SweepFailed")
                .put(
                        "fields",
                        fields.put("cause", failure.get().wire())
                                .put("reason", summary.reason())
                                .put("done", summary.count(RowStatus.DONE))
                                .put("failed", summary.count(RowStatus.FAILED))
                                .put("skipped", summary.count(RowStatus.SKIPPED))
                                .put("cancelled", summary.count(RowStatus.CANCELLED))
                                .build())
                .build();
    }
}
