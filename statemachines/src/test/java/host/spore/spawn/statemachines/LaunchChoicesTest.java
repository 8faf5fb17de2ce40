package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a launch does when its name is taken, and when its agent is not heard: the flow's own expressions, run. */
class LaunchChoicesTest {
    @Test
    void aNameIsTakenWhenItIsFreeOursOrOfTheInstanceThatWasEndedForUs() {
        JsonObject claim = state("Claim the name").object("Arguments");
        assertThat(claim.string("ConditionExpression"))
                .isEqualTo("attribute_not_exists(#name) OR command_id = :command OR instance_id = :holder");
        // Until one was ended there is none, and no instance is called so.
        assertThat(state("Note the command").object("Assign").string("holder")).isEqualTo("(none)");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "false, (none), c1, i-1, 1, Say that the launch is refused",
                "false, (none), c1, -,   1, Say that the launch is refused",
                "true,  (none), c1, i-1, 1, End the instance that has the name",
                // A launch on its way has no instance that could be ended.
                "true,  (none), c1, -,   1, Say that the launch is refused",
                // One is ended for a launch, and no other.
                "true,  i-1,    c2, i-2, 1, Say that the launch is refused",
                "true,  i-1,    c2, -,   1, Say that the launch is refused",
                // Given back between the two calls.
                "true,  (none), -,  -,   1, Claim the name",
                "true,  (none), -,  -,   5, Say that the launch is refused",
            })
    void aTakenName(
            boolean replace,
            String holder,
            @Nullable String claimedBy,
            @Nullable String instance,
            int claims,
            String next) {
        // Given
        Map<String, Object> claim = new LinkedHashMap<>();
        if (claimedBy != null) {
            claim.put("command_id", Map.of("S", claimedBy));
        }
        if (instance != null) {
            claim.put("instance_id", Map.of("S", instance));
        }

        // When, Then
        assertThat(next(
                        "May it be replaced?",
                        Map.of("plan", Map.of("replace", replace), "holder", holder, "claim", claim, "claims", claims)))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceTerminated, Claim the name",
        "CommandFailed,      Say that the launch failed",
        "CommandRejected,    Say that the launch failed",
        "nothing,            Say that the launch failed",
    })
    void onlyAnEndThatEc2HasConfirmedFreesTheName(String end, String next) {
        assertThat(next("Is the name free now?", Map.of("end", end))).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true,  true,  T, running,       Say that it is ready",
                "true,  true,  -, running,       Say that it is kept",
                "true,  true,  -, stopped,       Say that it is kept",
                "true,  true,  -, shutting-down, Note that the launch ended it",
                "true,  true,  -, terminated,    Note that the launch ended it",
                "true,  false, -, running,       Note that the launch ended it",
                "false, true,  -, terminated,    Note that the launch ended it",
            })
    void whatIsKept(boolean keep, boolean isUnheard, @Nullable String heardAt, String state, String next) {
        // Given
        Map<String, Object> row = new LinkedHashMap<>(Map.of("state", Map.of("S", state)));
        if (heardAt != null) {
            row.put("agent_started_at", Map.of("S", heardAt));
        }

        // When, Then
        assertThat(next(
                        "Was the agent heard?",
                        Map.of("plan", Map.of("keepOnError", keep), "isUnheard", isUnheard, "row", row)))
                .isEqualTo(next);
    }

    private static String next(String choice, Map<String, Object> variables) {
        JsonObject state = state(choice);
        return state.objects("Choices").stream()
                .filter(rule -> Boolean.TRUE.equals(evaluate(rule.string("Condition"), variables)))
                .findFirst()
                .map(rule -> rule.string("Next"))
                .orElse(state.string("Default"));
    }

    private static Object evaluate(String expression, Map<String, Object> variables) {
        Jsonata compiled = jsonata(expression.substring(2, expression.length() - 2));
        Jsonata.Frame frame = compiled.createFrame();
        variables.forEach(frame::bind);
        return compiled.evaluate(null, frame);
    }

    private static JsonObject state(String name) {
        return Flow.LAUNCH.definition().object("States").object(name);
    }
}
