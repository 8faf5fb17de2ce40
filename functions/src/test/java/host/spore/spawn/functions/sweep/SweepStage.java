package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.inbox.FakeInbox;
import host.spore.spawn.functions.inbox.Packing;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A deployment in memory, with all handlers of sweeps over one set of fakes. */
final class SweepStage {
    static final String BUCKET = "spawn-results-123456789012-us-east-1";
    static final SweepId SWEEP = new SweepId("lr-20261123-3f2a1b");
    static final String RUN = "command-1";

    /** Four rows. */
    static final String FILE = """
            {"defaults": {"instance_type": "t3.micro", "ttl": "2h", "command": "./train"},
             "grid": {"lr": [0.1, 0.01], "depth": [3, 5]}}
            """;

    final FakeLambda lambda = new FakeLambda();
    final FakeClock clock = new FakeClock();
    final FakeSweeps sweeps = new FakeSweeps();
    final FakeRows rows = new FakeRows();
    final FakePace pace = new FakePace();
    final FakeZones zones = new FakeZones();
    final FakeInbox inbox = new FakeInbox();
    final FakeFiles files = new FakeFiles();
    final FakeFlows flows = new FakeFlows();
    final FakeOutcomes outcomes = new FakeOutcomes();
    final FakeInstanceRows instanceRows = new FakeInstanceRows();
    final FakeInstances instances = new FakeInstances();
    final FakeBus bus = new FakeBus();
    final FakeCallbacks callbacks = new FakeCallbacks();
    final Environment environment;

    SweepStage() {
        this(5_000);
    }

    /** @param ceiling how many instances may live */
    SweepStage(int ceiling) {
        environment = new Environment(
                Map.of("SPAWN_RESULTS_BUCKET", BUCKET, "SPAWN_MAX_INSTANCES", Integer.toString(ceiling)));
    }

    JsonObject launch(String id, String file) {
        return launch(id, file, Map.of());
    }

    JsonObject launch(String id, String file, Map<String, Json> settings) {
        JsonObject.Builder command = command(id)
                .put("name", "lr")
                .put("owner", "ada")
                .put("sweep", Packing.packed(file.getBytes(StandardCharsets.UTF_8)));
        settings.forEach(command::put);
        return prepare(input("LaunchSweep", command));
    }

    JsonObject launchFromInbox(String id, String key) {
        return prepare(input(
                "LaunchSweep",
                detail(id, FakeClock.START)
                        .put("owner", "ada")
                        .put("file", JsonObject.builder().put("key", key).build())));
    }

    JsonObject resume(String id) {
        return prepare(input("ResumeSweep", command(id)));
    }

    JsonObject cancel(String id) {
        return lambda.invoke(new CancelHandler(sweeps, rows, bus, callbacks, clock), input("CancelSweep", command(id)));
    }

    JsonObject prepare(JsonObject input) {
        return lambda.invoke(new PrepareHandler(sweeps, files, inbox, flows, environment, clock), input);
    }

    /** The items that the Map reads. */
    List<JsonObject> items() {
        return JsonObject.parse("{\"rows\":" + files.text(Places.rows(SWEEP)) + "}")
                .objects("rows");
    }

    JsonObject begin(JsonObject item, int run, int turn) {
        return lambda.invoke(
                rowHandler(),
                JsonObject.builder()
                        .put("step", "begin")
                        .put("sweepId", SWEEP.value())
                        .put("run", run)
                        .put("turn", turn)
                        .put("item", item)
                        .put("account", FakeLambda.ACCOUNT)
                        .put("region", FakeLambda.REGION)
                        .build());
    }

    JsonObject begin(int index) {
        return begin(items().get(index), 1, 1);
    }

    JsonObject look(int index) {
        return lambda.invoke(
                rowHandler(),
                JsonObject.builder()
                        .put("step", "look")
                        .put("sweepId", SWEEP.value())
                        .put("index", index)
                        .build());
    }

    private RowHandler rowHandler() {
        return new RowHandler(
                new RowHandler.Ports(sweeps, rows, pace, zones, outcomes, instanceRows, instances, bus),
                environment,
                clock);
    }

    JsonObject finish(int run) {
        return finish(run, null);
    }

    JsonObject finish(int run, @org.jspecify.annotations.Nullable String error) {
        return lambda.invoke(
                new FinishHandler(sweeps, rows, files, environment, clock),
                JsonObject.builder()
                        .put("sweepId", SWEEP.value())
                        .put("run", run)
                        .put("error", error)
                        .build());
    }

    JsonObject hear(String source, String type, JsonObject detail) {
        return lambda.invoke(
                new HeardHandler(sweeps, rows, instanceRows, callbacks),
                JsonObject.builder()
                        .put("source", source)
                        .put("detail-type", type)
                        .put("account", FakeLambda.ACCOUNT)
                        .put("region", FakeLambda.REGION)
                        .put("time", clock.instant().toString())
                        .put("detail", detail)
                        .build());
    }

    /** Parks as the flow does, on what a look has answered. */
    boolean park(JsonObject sight, String token) {
        callbacks.park(token);
        return rows.park(SWEEP, sight.string("item"), sight.integer("version"), token);
    }

    SweepItem sweep() {
        return sweeps.read(SWEEP).orElseThrow();
    }

    RowItem row(int index) {
        return rows.read(SWEEP, index).orElseThrow();
    }

    RowEnd end(int index) {
        return row(index).end().orElseThrow();
    }

    /** What a launch, or an instance's end, has come to; written and read as everywhere. */
    JsonObject say(String key, String type, JsonObject.Builder fields) {
        JsonObject detail = detail(type + "-" + key.replace("/", "-"), clock.instant())
                .putAll(fields.build())
                .build();
        if (Language.event(type, detail).isEmpty()) {
            throw new AssertionError(type);
        }
        outcomes.writeOnce(new StoredOutcome(key, null, type, "x", detail.toString(), clock.instant(), true));
        return detail;
    }

    JsonObject ready(String commandId, InstanceId instance) {
        return ready(commandId, instance, clock.instant().plusSeconds(7_200));
    }

    JsonObject ready(String commandId, InstanceId instance, Instant deadline) {
        instanceRows.seed(instance, Map.of(Column.COMMAND_ID, commandId, Column.DEADLINE, deadline.toString()));
        return say(
                commandId,
                "InstanceReady",
                JsonObject.builder()
                        .put("commandId", commandId)
                        .put("commandType", "LaunchInstance")
                        .put("instanceId", instance.value())
                        .put("name", "some-name")
                        .put("address", "203.0.113.7")
                        .put("deadline", deadline.toString())
                        .put("agentVersion", "1"));
    }

    JsonObject gone(InstanceId instance, String cause) {
        return say(
                instance + "/end",
                "InstanceEnded",
                JsonObject.builder()
                        .put("instanceId", instance.value())
                        .put("name", "some-name")
                        .put("endedAt", clock.instant().toString())
                        .put("cause", cause)
                        .put("reason", "ended by " + cause)
                        .put(
                                "cost",
                                JsonObject.builder()
                                        .put("compute", "0.002")
                                        .put("volumes", "0.0001")
                                        .build()));
    }

    JsonObject exited(InstanceId instance, int code) {
        return detail("exit-" + instance, clock.instant())
                .put("instanceId", instance.value())
                .put("exitCode", code)
                .put("seconds", 5)
                .build();
    }

    static String agent(InstanceId instance) {
        return "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + instance;
    }

    static JsonObject.Builder detail(String id, Instant at) {
        return JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("correlationId", RUN)
                .put("at", at.toString());
    }

    private static JsonObject.Builder command(String id) {
        return detail(id, FakeClock.START).put("correlationId", id).put("sweepId", SWEEP.value());
    }

    private static JsonObject input(String type, JsonObject.Builder command) {
        return JsonObject.builder()
                .put("type", type)
                .put("command", command.build())
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .build();
    }
}
