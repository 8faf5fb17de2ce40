package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command was for is said in its outcome, and kept for the instance's end: the flows' own expressions, run. */
class ReasonTest {
    private static final Map<String, Object> COMMAND =
            Map.of("id", "c1", "correlationId", "c0", "target", "demo", "reason", "idle since 12:00", "cause", "idle");

    @ParameterizedTest
    @EnumSource(names = {"STOP", "HIBERNATE", "TERMINATE"})
    void theOutcomeHasTheCommandsReason(Flow flow) {
        assertThat(outcome(flow, COMMAND))
                .isEqualTo(Map.of(
                        "commandId", "c1",
                        "commandType", "T",
                        "instanceId", "i-1",
                        "name", "demo",
                        "reason", "idle since 12:00"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOP", "HIBERNATE", "TERMINATE"})
    void whatHasNoReasonIsToldWithoutOne(Flow flow) {
        assertThat(outcome(flow, Map.of("id", "c1", "target", "demo")))
                .isEqualTo(Map.of("commandId", "c1", "commandType", "T", "instanceId", "i-1", "name", "demo"));
    }

    /** EC2 shuts down what it cannot hibernate: only its reason tells the two apart. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "stopped       | Client.UserInitiatedHibernate | 1   | Say that it is done",
                "stopped       | Client.UserInitiatedShutdown  | 1   | Say that it failed",
                "stopped       | -                             | 1   | Say that it failed",
                "stopping      | Client.UserInitiatedHibernate | 100 | Is it still worth waiting?",
                "running       | Client.UserInitiatedHibernate | 30  | Is it still worth waiting?",
                "running       | -                             | 31  | Say that it failed",
                "unknown       | -                             | 31  | Is it still worth waiting?",
                "shutting-down | Client.UserInitiatedHibernate | 1   | Say that it failed",
                "terminated    | Client.UserInitiatedHibernate | 1   | Say that it failed",
            })
    void hibernatedIsWhatStoppedForThatReason(String state, @Nullable String code, int checks, String next) {
        // Given
        JsonObject choice = state(Flow.HIBERNATE, "Is it done?");
        Map<String, Object> instance = new LinkedHashMap<>(Map.of("State", Map.of("Name", state)));
        if (code != null) {
            instance.put("StateReason", Map.of("Code", code));
        }
        Map<String, Object> variables =
                Map.of("instance", instance, "checks", checks, "name", "demo", "instanceId", "i-1");

        // When
        Optional<JsonObject> chosen = choice.objects("Choices").stream()
                .filter(rule -> Boolean.TRUE.equals(evaluate(rule.string("Condition"), variables)))
                .findFirst();

        // Then
        assertThat(chosen.map(rule -> rule.string("Next")).orElse(choice.string("Default")))
                .isEqualTo(next);
        JsonObject said = chosen.orElse(choice);
        if (said.has("Assign")) {
            assertThat((String) evaluate(said.object("Assign").string("reason"), variables))
                    .startsWith("demo (i-1) ")
                    .contains(chosen.isPresent() && state.equals("stopped") ? "did not hibernate" : "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "running,  Note the command on the row",
        "pending,  Note the command on the row",
        "stopping, Look at EC2",
        "stopped,  Look at EC2",
    })
    void whatHibernatesAlreadyIsNotStoppedAgain(String state, String next) {
        JsonObject choice = state(Flow.HIBERNATE, "Is there one?");
        Map<String, Object> variables = Map.of("found", Map.of("result", "found", "state", state));

        assertThat(choice.objects("Choices").stream()
                        .filter(rule -> Boolean.TRUE.equals(evaluate(rule.string("Condition"), variables)))
                        .findFirst()
                        .map(rule -> rule.string("Next")))
                .contains(next);
    }

    @Test
    void theRowKeepsCauseAndReasonOfTheFirstCommandTogether() {
        // Given
        JsonObject write = state(Flow.TERMINATE, "Note the command on the row").object("Arguments");

        // When
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : List.of(":command", ":cause", ":because", ":correlation")) {
            String expression =
                    write.object("ExpressionAttributeValues").object(name).string("S");
            values.put(name, evaluate(expression, noted(Flow.TERMINATE, COMMAND)));
        }

        // Then
        assertThat(write.string("UpdateExpression"))
                .isEqualTo("SET terminate_command = if_not_exists(terminate_command, :command),"
                        + " terminate_cause = if_not_exists(terminate_cause, :cause),"
                        + " terminate_reason = if_not_exists(terminate_reason, :because),"
                        + " terminate_correlation = if_not_exists(terminate_correlation, :correlation)"
                        + " ADD #version :one");
        assertThat(values)
                .isEqualTo(Map.of(
                        ":command", "c1", ":cause", "idle", ":because", "idle since 12:00", ":correlation", "c0"));
        assertThat(noted(Flow.TERMINATE, Map.of("id", "c1")))
                .containsEntry("cause", "command")
                .containsEntry("because", "");
    }

    private static Object outcome(Flow flow, Map<String, Object> command) {
        Map<String, Object> variables = noted(flow, command);
        variables.putAll(Map.of("instanceId", "i-1", "name", "demo"));
        return evaluate(
                state(flow, "Say that it is done")
                        .object("Arguments")
                        .object("Payload")
                        .string("fields"),
                variables);
    }

    /** The variables that the flow's first state makes of its command. */
    private static Map<String, Object> noted(Flow flow, Map<String, Object> command) {
        Map<String, Object> states = Map.of("states", Map.of("input", Map.of("type", "T", "command", command)));
        Map<String, Object> variables = new LinkedHashMap<>();
        state(flow, "Note the command").object("Assign").members().forEach((name, value) -> {
            String text = ((Json.JsonString) value).value();
            variables.put(name, text.startsWith("{%") ? evaluate(text, states) : text);
        });
        return variables;
    }

    private static Object evaluate(String expression, Map<String, Object> variables) {
        Jsonata compiled = jsonata(expression.substring(2, expression.length() - 2));
        Jsonata.Frame frame = compiled.createFrame();
        variables.forEach(frame::bind);
        return compiled.evaluate(null, frame);
    }

    private static JsonObject state(Flow flow, String name) {
        return flow.definition().object("States").object(name);
    }
}
