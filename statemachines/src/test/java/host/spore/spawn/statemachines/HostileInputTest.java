package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Hostile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users write passes through the flows as data: by JSONata itself, a text that looks like an expression comes out of
 * the intake as the text that it is.
 */
class HostileInputTest {
    /** Functions that make an expression, or a structure, of a text. Step Functions itself has no $eval. */
    private static final List<String> MAKE_EXPRESSIONS = List.of("$eval", "$parse");

    private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:express:spawn-intake:0b8a1f6e:9f6e";

    static Stream<Hostile> hostile() {
        return Hostile.all().stream();
    }

    @ParameterizedTest
    @EnumSource(Flow.class)
    void noFlowMakesAnExpressionOfAText(Flow flow) {
        List<String> expressions = new ArrayList<>();
        collect(flow.definition(), expressions);
        assertThat(expressions)
                .isNotEmpty()
                .noneMatch(expression -> MAKE_EXPRESSIONS.stream().anyMatch(expression::contains));
    }

    /** An expression is the whole of a text: one in the middle of another would be taken for text, and never evaluated. */
    @ParameterizedTest
    @EnumSource(Flow.class)
    void everyExpressionIsTheWholeOfItsText(Flow flow) {
        List<String> texts = new ArrayList<>();
        allTexts(flow.definition(), texts);
        assertThat(texts)
                .filteredOn(text -> text.contains("{%") || text.contains("%}"))
                .allMatch(text -> text.startsWith("{%") && text.endsWith("%}") && text.indexOf("{%", 2) < 0);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void theIntakeHandsACommandOnAsItCame(Hostile hostile) {
        // Given
        Map<String, Object> detail = new LinkedHashMap<>();
        for (String field : List.of("id", "name", "owner", "command", "userData", "reason")) {
            detail.put(field, hostile.text());
        }
        detail.put("tags", Map.of("lab", hostile.text()));
        detail.put(hostile.text().isEmpty() ? "empty" : hostile.text(), "x");

        // When
        Object input = evaluate(arguments("Start the flow"), detail, "LaunchInstance");

        // Then
        Map<String, Object> command = new LinkedHashMap<>(
                Map.of("version", 1, "at", "2026-11-27T01:00:00Z", "correlationId", plain(hostile.text())));
        command.putAll(detail);
        command.put("id", plain(hostile.text()));
        assertThat(input)
                .isEqualTo(Map.of(
                        "StateMachineArn",
                        "arn",
                        "Name",
                        plain(hostile.text()),
                        "Input",
                        Map.of(
                                "type",
                                "LaunchInstance",
                                "command",
                                command,
                                "account",
                                "123456789012",
                                "region",
                                "us-east-1")));
    }

    /** The one place where flows put a user's text into a sentence: it is quoted there, and an id is cut. */
    @ParameterizedTest
    @MethodSource("hostile")
    void whatNoFlowKnowsIsQuotedAndNotEvaluated(Hostile hostile) {
        // Given
        Map<String, Object> detail = new LinkedHashMap<>(Map.of("id", hostile.text()));

        // When
        var bad = reason(evaluate(arguments("Say that the id is not valid"), detail, "LaunchInstance"));
        // As long as EventBridge lets it be:
        // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
        String type = hostile.text().substring(0, Math.min(128, hostile.text().length()));
        var unknown = reason(evaluate(arguments("Say that the command is unknown"), detail, type));

        // Then
        int[] points = plain(hostile.text()).codePoints().limit(100).toArray();
        String cut = new String(points, 0, points.length);
        assertThat(bad).startsWith("id " + cut + ": an id has").endsWith("with such an id");
        assertThat(unknown).startsWith("unknown command " + type + ": one of ");
    }

    /** The id names an execution: only what is one letter by letter gets so far. */
    @ParameterizedTest
    @MethodSource("hostile")
    void anIdIsOneOrIsRefused(Hostile hostile) {
        // Given
        JsonObject choice = Flow.INTAKE
                .definition()
                .object("States")
                .object("Is the id one that can name an execution?")
                .objects("Choices")
                .getFirst();

        // When
        Object isOne = evaluate(
                JsonObject.builder().put("it", choice.string("Condition")).build(),
                Map.of("id", hostile.text()),
                "LaunchInstance");

        // Then
        assertThat(isOne).isEqualTo(Map.of("it", plain(hostile.text()).matches("[A-Za-z0-9_-]{1,80}")));
    }

    private static JsonObject arguments(String state) {
        return Flow.INTAKE.definition().object("States").object(state).object("Arguments");
    }

    private static String reason(Object arguments) {
        Object fields = ((Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) arguments).get("Payload"))).get("fields");
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(fields)).get("reason"));
    }

    /** A schedule's time has these, and a name of an execution has neither. */
    private static String plain(String id) {
        return id.replace(':', '-').replace('.', '-');
    }

    /** As the intake has noted the event before it looks at it. */
    private static Object evaluate(Json template, Map<String, Object> detail, String type) {
        Map<String, Object> input = Map.of(
                "id",
                "0b8a1f6e-6f1c-4f57-9f6e-1d2c3b4a5968",
                "time",
                "2026-11-27T01:00:00Z",
                "detail-type",
                type,
                "detail",
                detail);
        Map<String, Object> states = Map.of("input", input, "context", Map.of("Execution", Map.of("Id", EXECUTION)));
        Object noted = evaluate(
                Flow.INTAKE
                        .definition()
                        .object("States")
                        .object("Note the event")
                        .object("Assign"),
                Map.of("states", states));
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("flow", "arn", "states", states));
        ((Map<?, ?>) noted).forEach((name, value) -> variables.put(String.valueOf(name), value));
        return evaluate(template, variables);
    }

    private static Object evaluate(Json template, Map<String, Object> variables) {
        return switch (template) {
            case JsonObject object -> {
                Map<String, Object> result = new LinkedHashMap<>();
                object.members().forEach((key, member) -> result.put(key, evaluate(member, variables)));
                yield result;
            }
            case JsonArray array ->
                array.items().stream().map(item -> evaluate(item, variables)).toList();
            case Json.JsonString(String text) -> text.startsWith("{%") ? run(text, variables) : text;
            case Json.JsonNumber number -> number.value();
            case Json.JsonBoolean truth -> truth.value();
            case Json.JsonNull none -> throw new IllegalStateException("no flow of ours has a null");
        };
    }

    private static Object run(String text, Map<String, Object> variables) {
        Jsonata expression = jsonata(text.substring(2, text.length() - 2));
        Jsonata.Frame frame = expression.createFrame();
        variables.forEach(frame::bind);
        return Objects.requireNonNull(expression.evaluate(null, frame), text);
    }

    private static void collect(Json value, List<String> into) {
        List<String> texts = new ArrayList<>();
        allTexts(value, texts);
        texts.stream().filter(text -> text.startsWith("{%")).forEach(into::add);
    }

    private static void allTexts(Json value, List<String> into) {
        switch (value) {
            case JsonObject object -> object.members().values().forEach(member -> allTexts(member, into));
            case JsonArray array -> array.items().forEach(item -> allTexts(item, into));
            case Json.JsonString(String text) -> into.add(text);
            case Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> {}
        }
    }
}
