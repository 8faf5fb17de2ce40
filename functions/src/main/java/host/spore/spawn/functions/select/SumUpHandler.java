package host.spore.spawn.functions.select;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.DynamoOutcomes;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says how a command about many instances ended: {@code {owner|array|sweep, children}} becomes {@code {type, fields}}. What the flow saw
 * of each of them does not count: their outcomes are written, and stand. Reads only.
 */
public final class SumUpHandler extends JsonHandler {
    private final Outcomes outcomes;

    /** As Lambda makes it. */
    public SumUpHandler() {
        this(Environment.ofProcess());
    }

    private SumUpHandler(Environment environment) {
        this(new DynamoOutcomes(new Clients(environment).dynamoDb(), environment.required("SPAWN_OUTCOMES_TABLE")));
    }

    SumUpHandler(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        List<Select.Child> children = input.objects("children").stream()
                .map(child -> new Select.Child(
                        child.string("commandId"), new InstanceId(child.string("instanceId")), child.string("name")))
                .toList();
        Map<String, StoredOutcome> said = new LinkedHashMap<>();
        children.forEach(
                child -> outcomes.read(child.commandId()).ifPresent(outcome -> said.put(child.commandId(), outcome)));
        SumUp.Sum sum = SumUp.decide(target(input), children, said);
        invocation
                .log()
                .info(
                        "summed up",
                        field("type", sum.type()),
                        field("reason", sum.fields().optionalString("reason").orElse(null)));
        return JsonObject.builder()
                .put("type", sum.type())
                .put("fields", sum.fields())
                .build();
    }

    private static Target target(JsonObject input) {
        return new Target(
                null,
                input.optionalString("owner").orElse(null),
                input.optionalString("array").orElse(null),
                input.optionalString("sweep").orElse(null));
    }
}
