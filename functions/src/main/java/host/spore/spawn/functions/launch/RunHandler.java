package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Attempt;
import host.spore.spawn.events.Price;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.DynamoStandings;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt: {@code {plan, userData?, command?, candidate, attempt, retry, deadline}} becomes {@code
 * {"result":…, "attempt":{…}}}. EC2's errors are answers, because the flow decides by them and its own service integration would hide their codes.
 */
public final class RunHandler extends JsonHandler {
    private final Launcher launcher;
    private final CapacityMemory memory;
    private final String bootstrap;

    /** As Lambda makes it. */
    public RunHandler() {
        this(Environment.ofProcess());
    }

    private RunHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private RunHandler(Environment environment, Clients clients) {
        this(
                new Ec2Launcher(clients.ec2()),
                new CapacityMemory(
                        new DynamoStandings(clients.dynamoDb(), environment.required("SPAWN_AVAILABILITY_STATS_TABLE")),
                        InstantSource.system()),
                UserData.bootstrap());
    }

    RunHandler(Launcher launcher, CapacityMemory memory, String bootstrap) {
        this.launcher = launcher;
        this.memory = memory;
        this.bootstrap = bootstrap;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        LaunchRequest request = LaunchRequest.read(input, bootstrap);
        // EC2 knows the token of a lost answer, but only for a while, and the emulator not at all: first look.
        List<InstanceView> before = input.integer("retry") > 0
                ? launcher.launchedBefore(request.commandId(), request.attempt())
                : List.of();
        LaunchAnswer answer = before.size() >= request.count().most()
                ? new LaunchAnswer.Launched(before)
                : afterPart(before.size(), launcher.launch(request));
        remember(request, answer, invocation.log());
        JsonObject said = say(request, answer, input.object("candidate"));
        invocation
                .log()
                .info(
                        "attempted",
                        field("commandId", request.commandId()),
                        field("attempt", request.attempt()),
                        field("result", said.string("result")),
                        field("reason", said.optionalString("reason").orElse(null)),
                        field("instanceId", said.optionalString("instanceId").orElse(null)));
        return said;
    }

    /**
     * EC2 may list only a part of an array that it has launched: the same token answers with the whole. Whatever else it
     * answers then, there are instances, and no other attempt may begin.
     */
    private static LaunchAnswer afterPart(int listed, LaunchAnswer answer) {
        return listed == 0 || answer instanceof LaunchAnswer.Launched
                ? answer
                : new LaunchAnswer.Unknown("EC2 lists " + listed
                        + " instances of this attempt, and does not tell of all: " + reason(answer));
    }

    private static String reason(LaunchAnswer answer) {
        return switch (answer) {
            case LaunchAnswer.Launched launched -> "";
            case LaunchAnswer.NoCapacity none -> none.reason();
            case LaunchAnswer.Throttled throttled -> throttled.reason();
            case LaunchAnswer.Refused refused -> refused.reason();
            case LaunchAnswer.Unknown unknown -> unknown.reason();
        };
    }

    /** Here and not in the flow: a state of its own would cost five events of history for every attempt. */
    private void remember(LaunchRequest request, LaunchAnswer answer, Log log) {
        Offer offer = new Offer(request.instanceType(), request.zone(), request.market());
        String attempt = request.commandId() + "-" + request.attempt();
        switch (answer) {
            case LaunchAnswer.Launched launched -> memory.had(offer, attempt, log);
            case LaunchAnswer.NoCapacity none -> {
                if (none.isOfTheOffer()) {
                    memory.lacked(offer, attempt, log);
                }
            }
            // Neither tells anything about capacity.
            case LaunchAnswer.Throttled throttled -> {}
            case LaunchAnswer.Refused refused -> {}
            case LaunchAnswer.Unknown unknown -> {}
        }
    }

    private static JsonObject say(LaunchRequest request, LaunchAnswer answer, JsonObject candidate) {
        return switch (answer) {
            case LaunchAnswer.Launched(List<InstanceView> instances) -> {
                // One call launches into one subnet, so all have one zone.
                String zone = instances.getFirst().zone();
                JsonObject.Builder said = JsonObject.builder().put("result", "launched");
                if (request.count().isArray()) {
                    said.put("members", members(instances));
                } else {
                    said.put("instanceId", instances.getFirst().id().value());
                }
                yield said.put("zone", zone)
                        .put(
                                "price",
                                LaunchCost.priceIn(candidate, zone)
                                        .map(Price::toJson)
                                        .orElse(null))
                        .put("attempt", attempt(request, zone, "launched", null))
                        .build();
            }
            case LaunchAnswer.NoCapacity(String reason, boolean isOfTheOffer) -> failed(request, "no_capacity", reason);
            case LaunchAnswer.Throttled(String reason) -> failed(request, "throttled", reason);
            case LaunchAnswer.Refused(String reason) -> failed(request, "refused", reason);
            case LaunchAnswer.Unknown(String reason) -> failed(request, "unknown", reason);
        };
    }

    /** Short, since a thousand of them pass through the flow. */
    private static JsonArray members(List<InstanceView> instances) {
        return new JsonArray(instances.stream()
                .<Json>map(instance -> JsonObject.builder()
                        .put("id", instance.id().value())
                        .put("index", instance.arrayIndex().orElse(0))
                        .build())
                .toList());
    }

    private static JsonObject failed(LaunchRequest request, String result, String reason) {
        return JsonObject.builder()
                .put("result", result)
                .put("reason", reason)
                .put("attempt", attempt(request, request.zone(), result, reason))
                .build();
    }

    private static JsonObject attempt(
            LaunchRequest request, @Nullable String zone, String result, @Nullable String reason) {
        return new Attempt(request.instanceType(), zone, request.market(), result, reason).toJson();
    }
}
