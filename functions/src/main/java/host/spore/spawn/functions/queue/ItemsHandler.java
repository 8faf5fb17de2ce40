package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes a run's gates and jobs in the table: {@code {queueId, runId}} becomes {@code {"jobs", "gates"}}. Each only where it
 * is not there: asked again, it shuts no gate that has been opened since, and takes back nothing that a worker has said.
 */
public final class ItemsHandler extends JsonHandler {
    private final RunRows rows;
    private final JobRows jobs;
    private final Gates gates;
    private final Plans plans;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public ItemsHandler() {
        this(Adapters.ofProcess());
    }

    private ItemsHandler(Adapters aws) {
        this(aws.runRows(), aws.jobRows(), aws.gates(), aws.documents(), aws.environment(), InstantSource.system());
    }

    ItemsHandler(
            RunRows rows,
            JobRows jobs,
            Gates gates,
            Documents documents,
            Environment environment,
            InstantSource clock) {
        this.rows = rows;
        this.jobs = jobs;
        this.gates = gates;
        this.plans = new Plans(documents, environment.required("SPAWN_RESULTS_BUCKET"));
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Plan plan = plans.of(input.string("queueId"), input.string("runId"));
        Instant now = clock.instant();
        Instant expiresAt = Kept.until(now, plan.timeoutSeconds());
        List<JobRow> first = FirstRows.of(plan, now);
        gates.begin(plan.runId(), plan.gates(), expiresAt);
        jobs.begin(plan.runId(), first, expiresAt);
        // Of one that was cancelled or is over by now nothing changes.
        rows.change(plan.runId(), new RunChange.Started());
        invocation
                .log()
                .info(
                        "items are there",
                        field("jobs", first.size()),
                        field("gates", plan.gates().size()));
        return JsonObject.builder()
                .put("jobs", first.size())
                .put("gates", plan.gates().size())
                .build();
    }
}
