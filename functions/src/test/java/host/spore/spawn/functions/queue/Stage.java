package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.inbox.FakeInbox;
import host.spore.spawn.functions.inbox.Packing;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment in memory, with all handlers of queues over one set of fakes. */
final class Stage {
    static final String BUCKET = "spawn-results-123456789012-us-east-1";
    static final String RUN = "run-1";
    static final String FLOW = "arn:aws:states:us-east-1:123456789012:execution:spawn-queue:";

    /** The six jobs of docs/queues.md, with workers. */
    static final String TRAIN = """
            {"queue_id": "train", "on_failure": "continue", "global_timeout": "12h",
             "workers": {"instance_type": "c7i.large", "count": 2, "slots": 4, "spot": true, "ttl": "13h"},
             "jobs": [
              {"job_id": "fetch", "command": "./fetch", "timeout": "10m", "retry": {"max_attempts": 3}},
              {"job_id": "fit", "command": "./fit", "timeout": "2h", "array": 3, "depends_on": ["fetch"]},
              {"job_id": "baseline", "command": "./baseline", "timeout": "30m", "depends_on": ["fetch"]},
              {"job_id": "score", "command": "./score", "timeout": "10m", "depends_on": ["fit", "fetch"]},
              {"job_id": "report", "command": "./report", "timeout": "10m", "depends_on": ["fit", "baseline"]},
              {"job_id": "tidy", "command": "rm -rf scratch", "timeout": "1m", "always": true}]}
            """;

    final FakeLambda lambda = new FakeLambda();
    final FakeClock clock = new FakeClock();
    final FakeClaims claims = new FakeClaims();
    final FakeRunRows rows = new FakeRunRows();
    final FakeJobRows jobs = new FakeJobRows();
    final FakeGates gates = new FakeGates();
    final FakeDocuments documents = new FakeDocuments();
    final FakeInbox inbox = new FakeInbox();
    final FakeMachines machines = new FakeMachines();
    final FakeRuns runs = new FakeRuns();
    final FakeCallbacks callbacks = new FakeCallbacks();
    final Environment environment;

    Stage() {
        this("");
    }

    Stage(String resultBuckets) {
        environment = new Environment(Map.of(
                "AWS_REGION", FakeLambda.REGION,
                "SPAWN_QUEUES_TABLE", "spawn-queues",
                "SPAWN_RESULTS_BUCKET", BUCKET,
                "SPAWN_QUEUE_ROLE_ARN", "arn:aws:iam::123456789012:role/spawn-queue-machines",
                "SPAWN_QUEUE_STEP_ARN", "arn:aws:lambda:us-east-1:123456789012:function:spawn-queue-step:live",
                "SPAWN_QUEUE_FLOW_NAME", "spawn-queue",
                "SPAWN_QUEUE_RESULT_BUCKETS", resultBuckets));
    }

    JsonObject submit(String id, String file) {
        return submit(id, "train", Packing.packed(file));
    }

    JsonObject submit(String id, String queueId, String packed) {
        return prepare(command("SubmitQueue", id, queueId, packed));
    }

    JsonObject resume(String id) {
        return prepare(command("ResumeQueue", id, "train", null));
    }

    JsonObject prepare(JsonObject input) {
        return lambda.invoke(new PrepareHandler(claims, rows, jobs, documents, inbox, runs, environment, clock), input);
    }

    JsonObject makeMachines(String runId) {
        return lambda.invoke(new MachinesHandler(machines, documents, environment, clock), of(runId));
    }

    JsonObject makeItems(String runId) {
        return lambda.invoke(new ItemsHandler(rows, jobs, gates, documents, environment, clock), of(runId));
    }

    StepHandler stepHandler() {
        return new StepHandler(rows, jobs, gates, documents, callbacks, environment, clock);
    }

    JsonObject release(String runId, String label) {
        return lambda.invoke(
                stepHandler(),
                JsonObject.builder()
                        .put("step", "release")
                        .put("run", runId)
                        .put("of", label)
                        .build());
    }

    JsonObject settle(String runId, String failure) {
        return lambda.invoke(
                stepHandler(),
                JsonObject.builder()
                        .put("step", "settle")
                        .put("run", runId)
                        .put("failure", JsonObject.parse(failure))
                        .build());
    }

    JsonObject finish(String runId) {
        return lambda.invoke(new FinishHandler(claims, rows, jobs, documents, runs, environment, clock), of(runId));
    }

    JsonObject finish(String runId, Json error) {
        return lambda.invoke(
                new FinishHandler(claims, rows, jobs, documents, runs, environment, clock),
                JsonObject.builder().putAll(of(runId)).put("error", error).build());
    }

    JsonObject cancel(String id) {
        return lambda.invoke(
                new CancelHandler(claims, rows, jobs, documents, runs, environment),
                command("CancelQueue", id, "train", null));
    }

    /** A run of {@link #TRAIN} whose machines and items are there, and whose first machine runs. */
    Stage begun() {
        submit(RUN, TRAIN);
        runs.put(FLOW + RUN, Runs.Status.RUNNING);
        makeMachines(RUN);
        makeItems(RUN);
        runs.put(execution(RUN, "main"), Runs.Status.RUNNING);
        return this;
    }

    String execution(String runId, String machine) {
        String hash = rows.read(runId).orElseThrow().hash();
        return "arn:aws:states:us-east-1:123456789012:execution:spawn-q-" + hash + "-" + machine + ":" + runId;
    }

    String document(String name) {
        String text = documents.texts.get(BUCKET + "/queues/train/runs/" + name);
        if (text == null) {
            throw new AssertionError("no " + name + " among " + documents.texts.keySet());
        }
        return text;
    }

    static JsonObject command(String type, String id, String queueId, @Nullable String queue) {
        JsonObject.Builder command = JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("correlationId", id)
                .put("at", "2026-11-23T12:00:00Z")
                .put("queueId", queueId);
        if (queue != null) {
            command.put("owner", "ada").put("queue", queue);
        }
        return JsonObject.builder()
                .put("type", type)
                .put("command", command.build())
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .build();
    }

    private static JsonObject of(String runId) {
        return JsonObject.builder().put("queueId", "train").put("runId", runId).build();
    }
}
