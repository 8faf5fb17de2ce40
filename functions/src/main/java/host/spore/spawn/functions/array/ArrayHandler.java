package host.spore.spawn.functions.array;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.ArrayReady;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.AtOnce;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoNames;
import host.spore.spawn.functions.store.DynamoOutcomes;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.NameClaims;
import host.spore.spawn.functions.store.Names;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the launch of an array asks for, by {@code step}: {@code claim} its names before anything is launched, {@code
 * release} them where nothing is, and {@code sum} up once its members' launches are over. Each may be asked again.
 */
public final class ArrayHandler extends JsonHandler {
    private static final int NAMED = 3;

    private final Ports ports;
    private final InstantSource clock;

    /** What it works with. */
    record Ports(
            Names names, NameClaims claims, Outcomes outcomes, Instances instances, InstanceRows rows, AtOnce atOnce) {}

    /** As Lambda makes it. */
    public ArrayHandler() {
        this(Environment.ofProcess());
    }

    private ArrayHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private ArrayHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb());
    }

    private ArrayHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb) {
        this(environment, clients, dynamoDb, new DynamoNames(dynamoDb, environment.required("SPAWN_NAMES_TABLE")));
    }

    private ArrayHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, DynamoNames names) {
        this(
                new Ports(
                        names,
                        names,
                        new DynamoOutcomes(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE")),
                        new Ec2Instances(clients.ec2()),
                        new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                        AtOnce.USUAL),
                InstantSource.system());
    }

    ArrayHandler(Ports ports, InstantSource clock) {
        this.ports = ports;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Order order = Order.read(input);
        String step = input.string("step");
        JsonObject answer = switch (step) {
            case "claim" -> claim(order);
            case "release" -> {
                release(order);
                yield JsonObject.builder().put("result", "released").build();
            }
            case "sum" -> sum(order, members(input), invocation.log());
            default -> throw new IllegalArgumentException("step " + step + ": claim, release or sum");
        };
        invocation
                .log()
                .info(
                        step,
                        field("arrayId", order.id()),
                        field("result", answer.string("result")),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject claim(Order order) {
        Queue<Name> taken = new ConcurrentLinkedQueue<>();
        ports.atOnce().each(order.memberNames(), name -> {
            // One is enough to refuse the launch.
            if (taken.isEmpty() && !ports.claims().take(name, order.commandId(), clock.instant())) {
                taken.add(name);
            }
        });
        if (taken.isEmpty()) {
            return JsonObject.builder().put("result", "claimed").build();
        }
        release(order);
        return Answers.rejected("its members' names must be free, and " + shown(taken)
                + "; take another name, or end what has them first");
    }

    private String shown(Queue<Name> taken) {
        return taken.stream()
                .sorted(Comparator.comparing(Name::value))
                .limit(NAMED)
                .map(this::holder)
                .collect(Collectors.joining(", "));
    }

    private String holder(Name name) {
        return name + " is taken"
                + ports.names().read(name).map(claim -> " by " + holder(claim)).orElse("");
    }

    private static String holder(Claim claim) {
        InstanceId instance = claim.instanceId();
        return instance == null ? "the launch " + claim.commandId() + ", which has no instance yet" : instance.value();
    }

    /** What is tied to an instance is given back when that has ended. */
    private void release(Order order) {
        ports.atOnce()
                .each(
                        order.memberNames(),
                        name -> ports.names()
                                .read(name)
                                .filter(claim ->
                                        claim.commandId().equals(order.commandId()) && claim.instanceId() == null)
                                .ifPresent(ports.names()::remove));
    }

    private JsonObject sum(Order order, List<ArraySum.Member> members, Log log) {
        Map<Integer, StoredOutcome> outcomes = new ConcurrentHashMap<>();
        ports.atOnce()
                .each(
                        members,
                        member -> ports.outcomes()
                                .read(order.memberId(member.index()))
                                .ifPresent(outcome -> outcomes.put(member.index(), outcome)));
        ArraySum.Decision decision = ArraySum.decide(order, members, outcomes);
        ports.atOnce().each(decision.toEnd(), this::end);
        release(order);
        log.info(
                "summed up",
                field("launched", members.size()),
                field("ended", decision.toEnd().size()));
        return switch (decision) {
            case ArraySum.Decision.TooFew(String reason, List<InstanceId> _) ->
                JsonObject.builder()
                        .put("result", "failed")
                        .put("reason", reason)
                        .build();
            case ArraySum.Decision.Enough(int ready, List<ArrayReady.Failure> failed, List<InstanceId> _) ->
                JsonObject.builder()
                        .put("result", "ready")
                        .put("fields", fields(order, ready, failed))
                        .build();
        };
    }

    private static JsonObject fields(Order order, int ready, List<ArrayReady.Failure> failed) {
        return JsonObject.builder()
                .put("arrayId", order.id().value())
                .put("size", order.size())
                .put("minViable", order.minViable())
                .put("ready", ready)
                .put(
                        "failed",
                        failed.isEmpty()
                                ? null
                                : new JsonArray(failed.stream()
                                        .limit(ArrayReady.MOST_FAILED)
                                        .<Json>map(ArrayReady.Failure::toJson)
                                        .toList()))
                .build();
    }

    /** Noted first, so that its end says why. One that is gone already is no error. */
    private void end(InstanceId id) {
        RowEdit.apply(
                ports.rows(),
                id,
                row -> row.has(Column.END_CAUSE)
                                || row.state().filter(InstanceState::isEnding).isPresent()
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.END_CAUSE, EndCause.LAUNCH.wire()));
        ports.instances().terminate(id);
    }

    private static List<ArraySum.Member> members(JsonObject input) {
        return input.objects("members").stream()
                .map(member -> new ArraySum.Member(
                        Math.toIntExact(member.integer("index")), new InstanceId(member.string("id"))))
                .toList();
    }
}
