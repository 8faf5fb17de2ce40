package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Event;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatterTest {
    private static Event event(String sample, Map<String, String> fields) {
        Sample of = Sample.of(sample);
        JsonObject.Builder detail = JsonObject.builder().putAll(of.detail());
        fields.forEach(detail::put);
        return Language.event(of.detailType(), detail.build()).orElseThrow();
    }

    private static Optional<Matter> matter(String sample) {
        return Matter.of(event(sample, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            control/InstanceLaunched | launched
            control/InstanceReady    | ready
            control/ArrayReady       | ready
            control/LaunchFailed     | failed
            control/LaunchRejected   | failed
            control/CommandFailed    | failed
            control/CommandRejected  | failed
            control/LaunchDelayed    | warning
            control/AgentUnsteady    | warning
            control/InstanceExpired  | expired
            control/CostWarning      | cost
            control/DriftReported    | drift
            control/QueueCompleted   | queue
            control/QueueFailed      | queue
            control/QueueCancelled   | queue
            agent/DeadlineWarning    | warning
            agent/AgentProblem       | warning
            agent/InstanceIdle       | idle
            agent/SpotInterrupted    | spot
            """)
    void isOfOneKind(String sample, String kind) {
        assertThat(matter(sample).map(found -> found.kind().wire())).contains(kind);
    }

    /** A thousand members would be three thousand alerts. */
    @ParameterizedTest
    @ValueSource(strings = {"control/InstanceLaunched", "control/InstanceReady", "control/LaunchFailed"})
    void ofAMemberItsArrayTells(String sample) {
        Event event = event(sample, Map.of("arrayId", "work-20261127-3f2a1b"));

        assertThat(Matter.of(event)).isEmpty();
        assertThat(event.toJson().string("arrayId")).isEqualTo("work-20261127-3f2a1b");
    }

    @Test
    void anArrayTellsHowManyAndWhyNotAll() {
        Matter matter = matter("control/ArrayReady").orElseThrow();

        assertThat(matter.headline()).isEqualTo("(array) is ready: 3 of 4, work.1kpqzg2c.spore.host");
        assertThat(matter.lines().getFirst())
                .isEqualTo("1 are not; the first: work-3: no word from the agent within 600 s of the launch");
    }

    /** What the rules let through that becomes no alert in any of its forms would be a rule too many. */
    @Test
    void aWorkloadIsToldOfWhenItFailed() {
        JsonObject detail = Sample.of("agent/WorkloadExited").detail();
        JsonObject failed =
                JsonObject.builder().putAll(detail).put("exitCode", 3).build();
        JsonObject well = JsonObject.builder().putAll(detail).put("exitCode", 0).build();
        assertThat(Matter.of(Language.event("WorkloadExited", failed).orElseThrow())
                        .map(Matter::headline))
                .contains("'s workload ended with code 3");
        assertThat(Matter.of(Language.event("WorkloadExited", well).orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spot     | spot
            cost     | cost
            finished | expired
            user     | expired
            unknown  | expired
            idle     |
            launch   |
            command  |
            """)
    void anEndIsToldByItsCauseUnlessSomebodyKnows(String cause, String kind) {
        assertThat(Matter.of(event("control/InstanceEnded", Map.of("cause", cause)))
                        .map(found -> found.kind().wire()))
                .isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void anInterruptionThatIsSaidTwiceIsOneCause() {
        String byAgent = matter("agent/SpotInterrupted").orElseThrow().cause();
        String byEnd = Matter.of(event("control/InstanceEnded", Map.of("cause", "spot")))
                .orElseThrow()
                .cause();
        assertThat(byAgent).isEqualTo(byEnd);
    }

    @Test
    void theSameIdlenessSaidAgainIsOneCause() {
        JsonObject detail = Sample.of("agent/InstanceIdle").detail();
        JsonObject again = JsonObject.builder()
                .putAll(detail)
                .put("id", "another")
                .put("attempt", 2)
                .build();
        assertThat(Matter.of(Language.event("InstanceIdle", again).orElseThrow())
                        .map(Matter::cause))
                .isEqualTo(matter("agent/InstanceIdle").map(Matter::cause));
    }

    /** Which chooses its own ids: one must not keep another's alert from being told. */
    @Test
    void anAgentsIdIsItsOwnAffair() {
        String one = matter("agent/DeadlineWarning").orElseThrow().cause();
        String other = Matter.of(event("agent/DeadlineWarning", Map.of("instanceId", "i-0bbbbbbbbbbbbbbbb")))
                .orElseThrow()
                .cause();
        assertThat(one).isNotEqualTo(other);
    }

    static Stream<String> workers() {
        return Stream.of(
                "workers/InstanceReady", "workers/InstanceEnded", "workers/InstanceExpired", "workers/LaunchDelayed");
    }

    @ParameterizedTest
    @MethodSource("workers")
    void aQueuesWorkersAreTheQueuesAffair(String sample) {
        assertThat(matter(sample)).isEmpty();
    }

    @Test
    void aBrokenDestinationIsNoNewsForAnother() {
        assertThat(List.of("control/AlertFailed", "control/AlertDestinationTested"))
                .allSatisfy(sample -> assertThat(matter(sample)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"5, 5 s", "65, 1 m 5 s", "3600, 1 h 0 m", "11110, 3 h 5 m"})
    void aSpanIsReadAtAGlance(long seconds, String text) {
        assertThat(Matter.span(seconds)).isEqualTo(text);
    }
}
