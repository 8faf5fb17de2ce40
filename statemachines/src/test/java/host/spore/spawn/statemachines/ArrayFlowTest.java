package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a launch does where it is for an array, for a member of one, and for who takes a place in one. */
class ArrayFlowTest {
    private static final JsonObject STATES = Flow.LAUNCH.definition().object("States");
    private static final JsonObject MAP = STATES.object("Launch the members");
    private static final Map<String, Object> ARRAY = Map.of("id", "work-20261127-3f2a1b", "size", 3, "minViable", 2);

    @Test
    void aLaunchThatIsStartedWithItsInstanceBeginsBehindTheCall() {
        assertThat(next(
                        "Is it a member of an array?",
                        Map.of("input", Map.of("member", Map.of("launchId", "c1"))),
                        Map.of()))
                .isEqualTo("Register the instance");
        // What the intake passes on has type, command, account and region, and nothing else.
        assertThat(next(
                        "Is it a member of an array?",
                        Map.of("input", Map.of("command", Map.of("member", "x"))),
                        Map.of()))
                .isEqualTo("Plan the launch");
        assertThat(Flow.INTAKE
                        .definition()
                        .object("States")
                        .object("Start the flow")
                        .object("Arguments")
                        .object("Input")
                        .members())
                .containsOnlyKeys("type", "command", "account", "region");
    }

    @Test
    void everyNameIsClaimedBeforeTheCallAndGivenBackWhereItGaveNothing() {
        assertThat(next("Is it an array?", Map.of(), Map.of("plan", Map.of("array", ARRAY))))
                .isEqualTo("Claim the names of the array");
        assertThat(next("Is it an array?", Map.of(), Map.of("plan", Map.of()))).isEqualTo("Claim the name");
        assertThat(next("Whose names are to be given back?", Map.of(), Map.of("plan", Map.of("array", ARRAY))))
                .isEqualTo("Give the names of the array back");
        assertThat(next("Are the names free?", Map.of(), Map.of("claimed", Map.of("result", "rejected"))))
                .isEqualTo("Say that the launch is refused");
        assertThat(STATES.object("Claim the names of the array")
                        .objects("Catch")
                        .getFirst()
                        .string("Next"))
                .isEqualTo("Give the names of the array back");
    }

    @ParameterizedTest
    @CsvSource({
        "launched,    0, Launch the members",
        "no_capacity, 0, Whose names are to be given back?",
        "refused,     0, Whose names are to be given back?",
        "unknown,     0, Wait before asking again",
        "unknown,    10, Whose names are to be given back?",
    })
    void whatEc2SaidOfAnArray(String result, int retry, String next) {
        assertThat(next(
                        "What did EC2 say?",
                        Map.of(),
                        Map.of(
                                "plan", Map.of("array", ARRAY, "candidates", List.of(Map.of()), "patienceSeconds", 0),
                                "run", Map.of("result", result),
                                "candidate", 0,
                                "attempt", 1,
                                "turn", 1,
                                "patientUntil", 0,
                                "retry", retry)))
                .isEqualTo(next);
    }

    /** Their launches wait together: one after the other, a thousand would wait for days. */
    @Test
    void allMembersAreLaunchedAtOnceEachWithAHistoryOfItsOwn() {
        assertThat(MAP.integer("MaxConcurrency")).isEqualTo(1_000);
        assertThat(MAP.object("ItemProcessor").object("ProcessorConfig").string("Mode"))
                .isEqualTo("DISTRIBUTED");
        // One that fails is no end of the others, and their outputs would not fit into one.
        assertThat(MAP.has("ToleratedFailurePercentage")).isTrue();
        assertThat(MAP.object("Output").members()).isEmpty();
    }

    @Test
    void aMemberIsTheSameLaunchByAnotherCommand() {
        JsonObject launch = MAP.object("ItemProcessor").object("States").object("Launch the member");
        assertThat(MAP.object("ItemSelector").string("flow")).isEqualTo("{% $states.context.StateMachine.Id %}");
        assertThat(launch.string("Resource")).isEqualTo("arn:aws:states:::states:startExecution.sync:2");
        JsonObject arguments = launch.object("Arguments");
        assertThat(arguments.string("StateMachineArn")).isEqualTo("{% $states.input.flow %}");
        assertThat(arguments.string("Name")).isEqualTo("{% $states.input.member.commandId %}");

        // When: what a member's launch is started with
        Map<String, Object> input = Map.of(
                "plan",
                Map.of("owner", "ada", "tags", Map.of()),
                "member",
                Map.of("plan", Map.of("launchedEventId", "e1", "dnsName", "work-2.x")),
                "array",
                "work-20261127-3f2a1b",
                "index",
                2);
        Object plan =
                evaluate(arguments.object("Input").object("member").string("plan"), Map.of("input", input), Map.of());

        // Then
        assertThat(plan)
                .isEqualTo(Map.of(
                        "owner", "ada",
                        "tags", Map.of(),
                        "launchedEventId", "e1",
                        "dnsName", "work-2.x",
                        "membership", Map.of("id", "work-20261127-3f2a1b", "index", "2")));
    }

    /** Whatever a launch's later states ask the plan for, a member's has too. */
    @Test
    void aMembersPlanHasWhatIsAskedForBehindTheCall() {
        Object kept = evaluate(
                MAP.object("ItemSelector").string("plan"),
                Map.of(),
                Map.of(
                        "plan",
                        Map.of(
                                "owner",
                                "ada",
                                "tags",
                                Map.of("a", "b"),
                                "template",
                                "t",
                                "costLimit",
                                "5.00",
                                "bootBudgetSeconds",
                                600,
                                "keepOnError",
                                false,
                                "replace",
                                false,
                                "candidates",
                                List.of("large"),
                                "bootstrap",
                                Map.of("config", "large"))));

        assertThat((Map<?, ?>) kept)
                .isEqualTo(Map.of(
                        "owner",
                        "ada",
                        "tags",
                        Map.of("a", "b"),
                        "template",
                        "t",
                        "costLimit",
                        "5.00",
                        "bootBudgetSeconds",
                        600,
                        "keepOnError",
                        false,
                        "replace",
                        false));
    }

    @Test
    void aRowAndAClaimSayWhichLaunchItWas() {
        for (String state : List.of("Register the instance", "Tie the claim to the instance")) {
            assertThat(STATES.object(state)
                            .object("Arguments")
                            .object("ExpressionAttributeValues")
                            .object(":command")
                            .string("S"))
                    .as(state)
                    .isEqualTo("{% $launchId %}");
        }
    }

    /** An array that cannot be summed up is left to the reaper, which ends what there is before it says so. */
    @Test
    void nothingIsSaidOfAnArrayThatWasNotSummedUp() {
        assertThat(STATES.object("Sum up the array").has("Catch")).isFalse();
        assertThat(next("Are enough of them ready?", Map.of(), Map.of("summary", Map.of("result", "ready"))))
                .isEqualTo("Say that the array is ready");
        assertThat(next("Are enough of them ready?", Map.of(), Map.of("summary", Map.of("result", "failed"))))
                .isEqualTo("Say that the launch failed");
    }

    @ParameterizedTest
    @CsvSource({
        // An hour of life, and half an hour that is left of the place.
        "2026-11-27T12:30:00Z, 2026-11-27T12:30:00Z",
        "2026-11-27T14:00:00Z, 2026-11-27T13:00:00Z",
        ",                     2026-11-27T13:00:00Z",
    })
    void whoTakesAPlaceNeverLivesLonger(@Nullable String latest, String deadline) {
        // Given
        Map<String, Object> plan = new LinkedHashMap<>(Map.of("ttlSeconds", 3_600));
        if (latest != null) {
            plan.put("latestDeadline", latest);
        }
        String expression = STATES.object("Fix the deadline")
                .object("Assign")
                .string("deadline")
                .replace("$millis()", "$toMillis('2026-11-27T12:00:00Z')");

        // When, Then
        assertThat(evaluate(expression, Map.of(), Map.of("plan", plan))).isEqualTo(deadline);
    }

    private static String next(String choice, Map<String, Object> states, Map<String, Object> variables) {
        JsonObject state = STATES.object(choice);
        return state.objects("Choices").stream()
                .filter(rule -> Boolean.TRUE.equals(evaluate(rule.string("Condition"), states, variables)))
                .findFirst()
                .map(rule -> rule.string("Next"))
                .orElse(state.string("Default"));
    }

    private static Object evaluate(String expression, Map<String, Object> states, Map<String, Object> variables) {
        Jsonata compiled = jsonata(expression.substring(2, expression.length() - 2));
        Jsonata.Frame frame = compiled.createFrame();
        variables.forEach(frame::bind);
        frame.bind("states", states);
        return compiled.evaluate(null, frame);
    }
}
