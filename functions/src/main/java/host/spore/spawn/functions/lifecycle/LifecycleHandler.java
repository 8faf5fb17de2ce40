package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Says what the lifecycle execution does next: {@code {instanceId, generation, wakes, startedAt?}} becomes {@code
 * {"next":"park"|"terminate"|"end"|"hand-over", …}}. Reads only.
 */
public final class LifecycleHandler extends JsonHandler {
    private final InstanceRows rows;
    private final Instances instances;
    private final InstantSource clock;
    private final Duration grace;

    /** As Lambda makes it. */
    public LifecycleHandler() {
        this(Environment.ofProcess());
    }

    private LifecycleHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private LifecycleHandler(Environment environment, Clients clients) {
        this(
                new DynamoInstanceRows(clients.dynamoDb(), environment.required("SPAWN_INSTANCES_TABLE")),
                new Ec2Instances(clients.ec2()),
                InstantSource.system(),
                Duration.ofSeconds(environment.positive("SPAWN_LIFECYCLE_GRACE_SECONDS", 60)));
    }

    LifecycleHandler(InstanceRows rows, Instances instances, InstantSource clock, Duration grace) {
        this.rows = rows;
        this.instances = instances;
        this.clock = clock;
        this.grace = grace;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        InstanceId id = new InstanceId(input.string("instanceId"));
        // The row first: what changes after it was read moves its version, and the park on that version fails.
        InstanceRow row = rows.read(id);
        Lifecycle.Sight sight = new Lifecycle.Sight(
                row,
                instances.find(id),
                input.integer("wakes"),
                input.optionalString("startedAt").map(Instant::parse),
                clock.instant(),
                grace);
        JsonObject said = say(id, Lifecycle.decide(sight));
        invocation
                .log()
                .info(
                        "decided",
                        field("instanceId", id),
                        field("next", said.string("next")),
                        field("seconds", said.optionalInteger("seconds").orElse(null)),
                        field("reason", said.optionalString("reason").orElse(null)),
                        field("wakes", input.integer("wakes")));
        return said;
    }

    private static JsonObject say(InstanceId id, Lifecycle.Step step) {
        return switch (step) {
            case Lifecycle.Step.Park(Duration atMost, long version) ->
                JsonObject.builder()
                        .put("next", "park")
                        .put("seconds", atMost.toSeconds())
                        .put("version", version)
                        .build();
            case Lifecycle.Step.Terminate(String reason) ->
                JsonObject.builder()
                        .put("next", "terminate")
                        .put("keeper", "lifecycle")
                        .put("reason", reason)
                        .build();
            case Lifecycle.Step.TerminateForCost(String reason) ->
                JsonObject.builder()
                        .put("next", "terminate-for-cost")
                        .put("reason", reason)
                        .build();
            case Lifecycle.Step.WarnOfCost(Spending spending) ->
                JsonObject.builder()
                        .put("next", "warn-of-cost")
                        .put("key", id + "/cost-warning")
                        .put("correlationId", spending.correlationId())
                        .put("type", "CostWarning")
                        .put("fields", spending.fields())
                        .build();
            case Lifecycle.Step.End(Ending ending) ->
                JsonObject.builder()
                        .put("next", "end")
                        // A slash: no command's id can have one, so no command can take this key.
                        .put("key", id + "/end")
                        .put("correlationId", ending.correlationId())
                        .put("name", ending.name())
                        .put("type", ending.type())
                        .put("fields", ending.fields())
                        .build();
            case Lifecycle.Step.HandOver() ->
                JsonObject.builder().put("next", "hand-over").build();
        };
    }
}
