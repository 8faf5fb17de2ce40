package host.spore.spawn.statemachines;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What of the sweep's flow nothing else would miss. */
class SweepFlowTest {
    private final JsonObject map = Flow.SWEEP.definition().object("States").object("Run the rows");
    private final JsonObject child = map.object("ItemProcessor").object("States");

    /** Else what is heard between a look and the park is slept through, or a token overwritten. */
    @Test
    void aPlaceIsHeldOnConditionThatTheItemIsAsItWasReadAndMakesItAnother() {
        JsonObject hold = child.object("Hold its place").object("Arguments");
        assertThat(hold.string("ConditionExpression")).isEqualTo("#version = :version");
        assertThat(hold.string("UpdateExpression")).isEqualTo("SET #token = :token ADD #version :one");
    }

    /** A place that was given up while its instance lives would be one too many. */
    @Test
    void aPlaceIsLeftOnlyByTheRowsEnd() {
        assertThat(child.members()).allSatisfy((name, state) -> {
            JsonObject of = (JsonObject) state;
            assertThat(of.string("Type")).as(name).isNotEqualTo("Fail");
            assertThat(of.has("End")).as(name).isFalse();
            if (of.string("Type").equals("Task")) {
                assertThat(of.objects("Catch"))
                        .as(name)
                        .anySatisfy(clause ->
                                assertThat(clause.array("ErrorEquals")).contains(Json.of("States.ALL")));
            }
        });
        assertThat(child.members().keySet().stream()
                        .filter(name -> child.object(name).string("Type").equals("Succeed")))
                .containsExactly("Row over");
    }

    @Test
    void soManyChildrenRunAsTheSweepSays() {
        assertThat(map.string("MaxConcurrency")).isEqualTo("{% $run.maxConcurrent %}");
    }
}
