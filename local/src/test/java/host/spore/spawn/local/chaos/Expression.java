package host.spore.spawn.local.chaos;

import static com.dashjoin.jsonata.Jsonata.jsonata;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The flows' JSONata, with the clock and the dice of the model. */
final class Expression {
    private final Map<String, Jsonata> compiled = new HashMap<>();
    private final Clockwork time;
    private final Random random;

    Expression(Clockwork time, Random random) {
        this.time = time;
        this.random = random;
    }

    /** A value in which every text {@code {% … %}} is replaced by what it says. */
    @Nullable
    Object evaluate(Json template, Map<String, Object> variables) {
        return walk(template, text -> text.startsWith("{%") ? run(text, variables) : text);
    }

    private @Nullable Object run(String text, Map<String, Object> variables) {
        Jsonata expression = compiled.computeIfAbsent(text, this::compile);
        Jsonata.Frame frame = expression.createFrame();
        variables.forEach(frame::bind);
        return expression.evaluate(null, frame);
    }

    private Jsonata compile(String text) {
        Jsonata expression = jsonata(text.substring(2, text.length() - 2));
        expression.registerFunction(
                "millis", (Jsonata.Fn0<Object>) () -> time.instant().toEpochMilli());
        expression.registerFunction(
                "now", (Jsonata.Fn0<Object>) () -> time.instant().toString());
        expression.registerFunction("random", (Jsonata.Fn0<Object>) random::nextDouble);
        return expression;
    }

    static @Nullable Object plain(Json value) {
        return walk(value, text -> text);
    }

    private static @Nullable Object walk(Json value, Function<String, @Nullable Object> ofText) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                object.members().forEach((key, member) -> result.put(key, walk(member, ofText)));
                yield result;
            }
            case JsonArray array -> {
                List<@Nullable Object> result = new ArrayList<>();
                array.items().forEach(item -> result.add(walk(item, ofText)));
                yield result;
            }
            case Json.JsonString text -> ofText.apply(text.value());
            case Json.JsonNumber number -> number(number.value());
            case Json.JsonBoolean truth -> truth.value();
            case Json.JsonNull none -> null;
        };
    }

    static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> Json.JsonNull.NULL;
            case String text -> Json.of(text);
            case Boolean truth -> Json.of(truth);
            case Number number -> new Json.JsonNumber(new BigDecimal(number.toString()));
            case Map<?, ?> map -> {
                JsonObject.Builder object = JsonObject.builder();
                map.forEach((key, member) -> object.put(String.valueOf(key), json(member)));
                yield object.build();
            }
            case List<?> list ->
                new JsonArray(list.stream().map(Expression::json).toList());
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        };
    }

    private static Object number(BigDecimal number) {
        return number.scale() <= 0 ? (Object) number.longValue() : (Object) number.doubleValue();
    }
}
