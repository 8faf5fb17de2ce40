package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules and schedules of users hand in, by whatever transformer: the intake makes a whole command of it. */
class IntakeTest {
    private static final String TIME = "2026-11-27T01:00:00Z";
    private static final String EXECUTION = "arn:aws:states:eu-west-1:210987654321:express:spawn-intake:run-1:x";

    @Test
    void aWholeCommandStaysAsItIs() {
        Map<String, Object> detail = Map.of(
                "version", 1, "id", "c-1", "correlationId", "c-0", "at", "2026-11-27T00:59:59Z", "name", "crunch");
        assertThat(noted("event", Map.of("id", "e-1", "time", TIME, "detail-type", "StopInstance", "detail", detail)))
                .isEqualTo(Map.of("id", "e-1", "time", TIME, "detail-type", "StopInstance", "detail", detail));
    }

    @Test
    void whatATransformerLeavesOutIsItsEvents() {
        assertThat(detail(Map.of("id", "e-1", "time", TIME, "detail", Map.of("name", "nightly"))))
                .isEqualTo(Map.of("version", 1, "id", "e-1", "correlationId", "e-1", "at", TIME, "name", "nightly"));
    }

    /** The scheduled time, unlike the attempt's id, is the same when the scheduler tries again. */
    @Test
    void aSchedulesTimeMakesAnId() {
        assertThat(detail(Map.of("time", TIME, "detail", Map.of("id", "nightly-" + TIME))))
                .isEqualTo(Map.of(
                        "version",
                        1,
                        "id",
                        "nightly-2026-11-27T01-00-00Z",
                        "correlationId",
                        "nightly-2026-11-27T01-00-00Z",
                        "at",
                        TIME));
    }

    /** Refused later, with a reason; not an execution that fails, since one of this kind is forgotten. */
    @Test
    void whatIsNoCommandAtAllIsNotedToo() {
        Map<?, ?> event = (Map<?, ?>) noted("event", Map.of("detail", "text"));
        assertThat(event.get("id")).isEqualTo("run-1");
        assertThat(detail(Map.of("time", TIME, "detail", "text"))).isEqualTo(Map.of("version", 1, "at", TIME));
        assertThat(noted("commandType", Map.of("detail", "text"))).isEqualTo("(none)");
        assertThat(noted("commandType", Map.of("detail-type", 7))).isEqualTo("(none)");
        assertThat(detail(Map.of("id", "e-1", "time", TIME, "detail", Map.of("id", 7))))
                .isEqualTo(Map.of("version", 1, "id", 7, "correlationId", 7, "at", TIME));
    }

    /** Whoever may publish could say any account, and have its instance called by a name of that one. */
    @Test
    void whereACommandIsCarriedOutIsNotItsEventsToSay() {
        Map<String, Object> event = Map.of("account", "999999999999", "region", "us-west-2", "detail", Map.of());
        assertThat(noted("account", event)).isEqualTo("210987654321");
        assertThat(noted("region", event)).isEqualTo("eu-west-1");
    }

    private static @Nullable Object detail(Map<String, Object> input) {
        return noted("event", input) instanceof Map<?, ?> event ? event.get("detail") : null;
    }

    private static Object noted(String variable, Map<String, Object> input) {
        JsonObject assigned = Flow.INTAKE
                .definition()
                .object("States")
                .object("Note the event")
                .object("Assign");
        String text = assigned.string(variable);
        Jsonata expression = jsonata(text.substring(2, text.length() - 2));
        Jsonata.Frame frame = expression.createFrame();
        frame.bind(
                "states",
                Map.of("input", input, "context", Map.of("Execution", Map.of("Id", EXECUTION, "Name", "run-1"))));
        Object value = expression.evaluate(null, frame);
        if (value == null) {
            throw new AssertionError(variable + " is nothing");
        }
        return value;
    }
}
