package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
        this(Environment.ofProcess());
    }

    private ItemsHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private ItemsHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb(), environment.required("SPAWN_QUEUES_TABLE"));
    }

    private ItemsHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, String table) {
        this(
                new DynamoRunRows(dynamoDb, table),
                new DynamoJobRows(dynamoDb, table),
                new DynamoGates(dynamoDb, table),
                new S3Documents(clients.s3()),
                environment,
                InstantSource.system());
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
