package host.spore.spawn.functions.extend;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExtendHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = FakeClock.START.plusSeconds(3_600);

    private final FakeNames names = new FakeNames();
    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeInstances instances = new FakeInstances();
    private final FakeCallbacks callbacks = new FakeCallbacks();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final ExtendHandler handler = new ExtendHandler(names, rows, instances, callbacks, clock);

    @BeforeEach
    void oneInstance() {
        seed(this, DEADLINE);
    }

    private static void seed(ExtendHandlerTest world, Instant deadline) {
        world.names.claim(new Name("demo"), "launch-1", ID);
        world.instances.put(aRunning(ID).due(deadline).build());
        world.rows.seed(
                ID,
                Map.of(
                        Column.NAME,
                        "demo",
                        Column.STATE,
                        "running",
                        Column.DEADLINE,
                        deadline.toString(),
                        Column.LIFECYCLE_TOKEN,
                        world.callbacks.park("token")));
    }

    @Test
    void writesRowAndTagAndWakesTheLifecycle() {
        // When
        JsonObject answer = extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(answer).isEqualTo(JsonObject.parse("""
                {"result":"done","type":"DeadlineExtended","fields":{"commandId":"c1","commandType":"ExtendInstance",
                 "instanceId":"i-0123456789abcdef0","name":"demo",
                 "previous":"2026-11-23T13:00:00Z","deadline":"2026-11-23T14:00:00Z"}}"""));
        assertThat(rows.now(ID).deadline()).contains(DEADLINE.plusSeconds(3_600));
        assertThat(tag()).isEqualTo(DEADLINE.plusSeconds(3_600));
        assertThat(callbacks.taken).containsExactly("token {}");
    }

    @Test
    void theSameCommandFiveTimesMovesItOnce() {
        // When
        for (int i = 0; i < 5; i++) {
            extend("c1", "\"by\":\"1h\"");
        }

        // Then
        assertThat(rows.now(ID).deadline()).contains(DEADLINE.plusSeconds(3_600));
    }

    @Test
    void aRetryFinishesWhatWasCutBetweenRowAndTag() {
        // Given
        rows.writes.loseNextReply();
        assertThatThrownBy(() -> extend("c1", "\"by\":\"1h\"")).isInstanceOf(Faults.FaultException.class);
        Instant tagBefore = tag();

        // When
        JsonObject answer = extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(tagBefore).isEqualTo(DEADLINE);
        assertThat(answer.string("result")).isEqualTo("done");
        assertThat(tag()).isEqualTo(DEADLINE.plusSeconds(3_600));
    }

    @Test
    void anExtensionThatItsRowHasLostMeanwhileIsNotAcknowledgedButMadeAgain() {
        // Given: the row was lost after it was changed, and made anew from the tag
        rows.writes.beforeNext(() ->
                instances.faults.beforeNext(() -> rows.seed(ID, Map.of(Column.DEADLINE, DEADLINE.toString()))));

        // When, Then
        assertThatThrownBy(() -> extend("c1", "\"by\":\"1h\"")).hasMessageContaining("has lost this extension");
    }

    @Test
    void aRetryAfterAnotherCommandMovesNothingAgain() {
        // Given
        rows.writes.loseNextReply();
        assertThatThrownBy(() -> extend("c1", "\"by\":\"1h\"")).isInstanceOf(Faults.FaultException.class);
        extend("c2", "\"by\":\"1h\"");

        // When
        JsonObject answer = extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(answer.object("fields").string("deadline")).isEqualTo("2026-11-23T14:00:00Z");
        assertThat(rows.now(ID).deadline()).contains(DEADLINE.plusSeconds(7_200));
        assertThat(tag()).isEqualTo(DEADLINE.plusSeconds(7_200));
    }

    @Test
    void ofTwoAtOnceTheSlowerDoesNotUndoTheOther() {
        // Given: while the first is about to write its tag, the second runs to its end
        rows.writes.beforeNext(() -> extend("c2", "\"by\":\"2h\""));

        // When
        extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(rows.now(ID).deadline()).contains(DEADLINE.plusSeconds(10_800));
        assertThat(tag()).isEqualTo(DEADLINE.plusSeconds(10_800));
    }

    @Test
    void aSlowTagDoesNotUndoAnExtensionThatOvertookIt() {
        // Given: the first has written its row and is about to write its tag (EC2 is asked for the target before)
        instances.faults.beforeNext(() -> instances.faults.beforeNext(() -> extend("c2", "\"by\":\"2h\"")));

        // When
        extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(rows.now(ID).deadline()).contains(DEADLINE.plusSeconds(10_800));
        assertThat(tag()).isEqualTo(DEADLINE.plusSeconds(10_800));
    }

    @Test
    void anExpiryThatBeginsBetweenReadAndWriteWins() {
        // Given
        rows.writes.beforeNext(() -> rows.seed(ID, Map.of(Column.EXPIRING_AT, "2026-11-23T12:59:59Z")));

        // When
        JsonObject answer = extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
        assertThat(rows.now(ID).deadline()).contains(DEADLINE);
    }

    @Test
    void aTagThatIsWrittenTooLateIsNotAcknowledged() {
        // Given: between the row and the tag, the deadline comes
        clock.set(DEADLINE.minusSeconds(31));
        rows.writes.beforeNext(() -> clock.advance(Duration.ofSeconds(25)));

        // When
        JsonObject answer = extend("c1", "\"by\":\"1h\"");

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
        assertThat(answer.string("reason")).contains("so late that the agent may have ended the instance");
    }

    @Test
    void namesWhatIsNotThere() {
        // When
        JsonObject answer = lambda.invoke(handler, input("c1", "nobody", "\"by\":\"1h\""));

        // Then
        assertThat(answer.string("reason")).isEqualTo("no instance named \"nobody\" is alive in this region");
    }

    @Test
    void aBadCommandIsRejectedInTheLanguagesWords() {
        assertThat(extend("c1", "\"by\":\"1w\"").string("reason"))
                .isEqualTo("/by: \"1w\": use s, m, h, d, for example 7d or 2h30m");
        assertThat(extend("c1", "\"x\":\"1\"").string("reason"))
                .isEqualTo("extend: give by (a duration) or until (an instant), one of them");
    }

    /**
     * SCENARIOS 11: every timing of a slow extension against an agent that ends the instance at the deadline that its tag
     * has at that moment. What was acknowledged is never ended before its deadline.
     */
    @Property(tries = 500)
    void whatIsAcknowledgedIsNeverEndedEarly(
            @ForAll @IntRange(min = 0, max = 90) int askedBefore,
            @ForAll @IntRange(min = 0, max = 60) int untilRow,
            @ForAll @IntRange(min = 0, max = 60) int untilTag,
            @ForAll @IntRange(min = 0, max = 10) int heardAfter) {
        ExtendHandlerTest world = new ExtendHandlerTest();
        seed(world, DEADLINE);
        Agent agent = new Agent(world, Duration.ofSeconds(heardAfter));
        world.clock.set(DEADLINE.minusSeconds(askedBefore));
        world.rows.writes.beforeNext(() -> agent.pass(untilRow));
        // EC2 is asked once for the target, and next for the tag.
        world.instances.faults.beforeNext(() -> world.instances.faults.beforeNext(() -> agent.pass(untilTag)));

        JsonObject answer = world.extend("c1", "\"by\":\"1h\"");
        boolean acknowledged = answer.string("result").equals("done");
        boolean endedWhenAcknowledged = agent.hasEnded;
        agent.pass(300);

        if (acknowledged) {
            assertThat(endedWhenAcknowledged).isFalse();
            assertThat(agent.hasEnded).isFalse();
        }
    }

    /** Ends the instance once the deadline in its tag has come; the control plane hears of it a little later. */
    private static final class Agent {
        private final ExtendHandlerTest world;
        private final Duration heardAfter;
        private boolean hasEnded;
        private Instant endedAt = Instant.MAX;

        Agent(ExtendHandlerTest world, Duration heardAfter) {
            this.world = world;
            this.heardAfter = heardAfter;
        }

        void pass(int seconds) {
            for (int i = 0; i < seconds; i++) {
                world.clock.advance(Duration.ofSeconds(1));
                Instant now = world.clock.instant();
                if (!hasEnded && !now.isBefore(world.tag())) {
                    hasEnded = true;
                    endedAt = now;
                }
                if (hasEnded && now.equals(endedAt.plus(heardAfter))) {
                    world.rows.seed(ID, Map.of(Column.EXPIRING_AT, now.toString()));
                    world.instances.put(aRunning(ID)
                            .in(InstanceState.SHUTTING_DOWN)
                            .due(world.tag())
                            .build());
                }
            }
        }
    }

    private JsonObject extend(String id, String fields) {
        return lambda.invoke(handler, input(id, "demo", fields));
    }

    private static JsonObject input(String id, String target, String fields) {
        return JsonObject.parse("""
                {"type":"ExtendInstance","account":"123456789012","region":"us-east-1",
                 "command":{"version":1,"id":"%s","at":"2026-11-23T12:00:00Z","target":"%s",%s}}""".formatted(id, target, fields));
    }

    /** Past the port: a look that no fault hinders. */
    private Instant tag() {
        return instances.now(ID).flatMap(InstanceView::deadline).orElseThrow();
    }
}
