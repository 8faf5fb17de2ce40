package host.spore.spawn.queues.run;

import static com.dashjoin.jsonata.Jsonata.jsonata;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSONata as a machine has it: texts that begin with a brace and a percent sign are expressions, all others are what they are. */
final class Expression {
    private final Map<String, Jsonata> compiled = new HashMap<>();

    /** @throws IllegalStateException when an expression has no value, as Step Functions then fails the state */
    Object evaluate(Json template, Map<String, Object> variables) {
        return switch (template) {
            case JsonObject object -> {
                Map<String, Object> result = new LinkedHashMap<>();
                object.members().forEach((key, member) -> result.put(key, evaluate(member, variables)));
                yield result;
            }
            case JsonArray array -> {
                List<Object> result = new ArrayList<>();
                array.items().forEach(item -> result.add(evaluate(item, variables)));
                yield result;
            }
            case Json.JsonString text -> text.value().startsWith("{%") ? run(text.value(), variables) : text.value();
            case Json.JsonNumber number -> number.value().longValueExact();
            case Json.JsonBoolean truth -> truth.value();
            case Json.JsonNull none -> throw new IllegalStateException("the compiler emits no null");
        };
    }

    private Object run(String text, Map<String, Object> variables) {
        if (!text.endsWith("%}")) {
            throw new IllegalStateException("not an expression: " + text);
        }
        Jsonata expression = compiled.computeIfAbsent(text, whole -> jsonata(whole.substring(2, whole.length() - 2)));
        Jsonata.Frame frame = expression.createFrame();
        variables.forEach(frame::bind);
        @Nullable Object value = expression.evaluate(null, frame);
        if (value == null) {
            throw new IllegalStateException("States.QueryEvaluationError: nothing comes of " + text);
        }
        return value;
    }
}
