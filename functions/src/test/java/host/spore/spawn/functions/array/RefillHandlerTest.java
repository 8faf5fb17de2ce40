package host.spore.spawn.functions.array;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.ArrayMember;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefillHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = FakeClock.START.plusSeconds(3_600);

    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeLaunchCommands launches = new FakeLaunchCommands();
    private final FakeBus bus = new FakeBus();
    private final FakeLambda lambda = new FakeLambda();
    private final RefillHandler handler = new RefillHandler(rows, launches, bus, new FakeClock());

    @BeforeEach
    void anArrayThatIsRefilled() {
        launches.put(launch("c1", "work", ARRAY.formatted(true)));
        member(ID, "c1", DEADLINE);
    }

    @Test
    void aMemberThatWasInterruptedIsLaunchedAgainInItsPlace() {
        // When
        hear(ID, "spot");

        // Then
        assertThat(bus.published).hasSize(1);
        LaunchInstance again = asked(0);
        assertThat(again.name().value()).isEqualTo("work-2");
        assertThat(again.envelope().correlationId()).isEqualTo("c0");
        assertThat(again.life().length().value()).isEqualTo(Duration.ofHours(1));
        assertThat(again.purchase().spot()).isTrue();
        assertThat(again.work().command()).isEqualTo("./train");
        ArrayMember member = again.arrayMember().orElseThrow();
        assertThat(member.index()).isEqualTo(2);
        assertThat(member.size()).isEqualTo(4);
        assertThat(member.id().value()).isEqualTo("work-20261127-3f2a1b");
        assertThat(member.launch()).isEqualTo("c1");
        assertThat(member.after()).isEqualTo(ID);
        assertThat(member.turn()).isEqualTo(1);
        assertThat(member.until()).isEqualTo(DEADLINE);
    }

    @Test
    void heardTwiceItIsTheSameCommand() {
        // When
        hear(ID, "spot");
        hear(ID, "spot");

        // Then: the second one finds the first one's execution
        assertThat(asked(1).envelope().id()).isEqualTo(asked(0).envelope().id());
    }

    @Test
    void whoeverTookThePlaceIsFollowedToo() {
        // Given
        hear(ID, "spot");
        LaunchInstance second = asked(0);
        launches.put(second);
        InstanceId next = new InstanceId("i-0123456789abcdef1");
        member(next, second.envelope().id(), DEADLINE);

        // When
        hear(next, "spot");

        // Then
        LaunchInstance third = asked(1);
        assertThat(third.arrayMember().orElseThrow().turn()).isEqualTo(2);
        assertThat(third.arrayMember().orElseThrow().launch()).isEqualTo("c1");
        assertThat(third.arrayMember().orElseThrow().until()).isEqualTo(DEADLINE);
        assertThat(third.envelope().id()).isNotEqualTo(second.envelope().id());
    }

    /** Bounded: a place that is taken away again and again is given up. */
    @Test
    void thereIsALastTurn() {
        // Given
        InstanceId id = ID;
        for (int turn = 1; turn <= ArrayMember.MOST_TURNS; turn++) {
            hear(id, "spot");
            LaunchInstance again = asked(turn - 1);
            launches.put(again);
            id = new InstanceId("i-%017x".formatted(turn));
            member(id, again.envelope().id(), DEADLINE);
        }

        // When
        hear(id, "spot");

        // Then
        assertThat(bus.published).hasSize(ArrayMember.MOST_TURNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"command", "idle", "finished", "cost", "user", "unknown", "launch"})
    void whatEndedOtherwiseIsLeft(String cause) {
        hear(ID, cause);

        assertThat(bus.published).isEmpty();
    }

    @Test
    void withoutRefillNothingIsDone() {
        // Given
        launches.put(launch("c1", "work", ARRAY.formatted(false)));

        // When
        hear(ID, "spot");

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void whatIsNoMemberIsLeft() {
        // Given
        InstanceId alone = new InstanceId("i-0123456789abcdef9");
        rows.seed(alone, Map.of(Column.COMMAND_ID, "c1", Column.DEADLINE, DEADLINE.toString()));

        // When
        hear(alone, "spot");

        // Then
        assertThat(bus.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"119, 0", "120, 1", "-5, 0"})
    void nothingIsLaunchedForSoLittleTime(long left, int asked) {
        // Given
        member(ID, "c1", FakeClock.START.plusSeconds(left));

        // When
        hear(ID, "spot");

        // Then
        assertThat(bus.published).hasSize(asked);
    }

    /** Idleness is watched by default where no length of life is given; here one is given, and it still is. */
    @Test
    void whatEndsItEarlierStaysAsItWas() {
        assertThat(Refill.decide(gone(), launch("c1", "work", ARRAY.formatted(true)), FakeClock.START))
                .isInstanceOfSatisfying(
                        Refill.Decision.Launch.class,
                        again -> assertThat(again.command().life().watchedIdleTimeout())
                                .contains(Life.DEFAULT_IDLE_TIMEOUT));
    }

    /** No clock tells whole seconds, and a length of life has them. */
    @Test
    void whatIsLeftIsCountedInWholeSeconds() {
        assertThat(Refill.decide(
                        gone(), launch("c1", "work", ARRAY.formatted(true)), FakeClock.START.plusNanos(1_240_756_513L)))
                .isInstanceOfSatisfying(
                        Refill.Decision.Launch.class,
                        again -> assertThat(again.command().life().length().value())
                                .isEqualTo(Duration.ofSeconds(3_598)));
    }

    /** One hour of pre-stop in a life of ten hours would be refused in the ten minutes that are left. */
    @Test
    void aPreStopThatIsLongerThanWhatIsLeftIsCutShort() {
        LaunchInstance launched = launch(
                "c1",
                "work",
                ARRAY.formatted(true) + ",\"ttl\":\"10h\",\"preStop\":\"sync\",\"preStopTimeout\":\"1h\"");

        assertThat(Refill.decide(
                        new Refill.Gone(ID, gone().arrayId(), 2, FakeClock.START.plusSeconds(600)),
                        launched,
                        FakeClock.START))
                .isInstanceOfSatisfying(
                        Refill.Decision.Launch.class,
                        again -> assertThat(again.command().life().preStopTimeout())
                                .isNull());
    }

    private static final String ARRAY = ",\"array\":{\"size\":4,\"refill\":%s}";

    static LaunchInstance launch(String id, String name, String more) {
        return (LaunchInstance) Language.command(
                        "LaunchInstance",
                        JsonObject.parse("{\"version\":1,\"id\":\"" + id + "\",\"correlationId\":\"c0\","
                                + "\"at\":\"2026-11-27T12:00:00Z\",\"name\":\"" + name + "\",\"owner\":\"ann\","
                                + "\"instanceType\":\"t3.micro\",\"spot\":true,\"command\":\"./train\"" + more + "}"))
                .orElseThrow();
    }

    private static Refill.Gone gone() {
        return new Refill.Gone(ID, new host.spore.spawn.events.ArrayId("work-20261127-3f2a1b"), 2, DEADLINE);
    }

    private void member(InstanceId id, String command, Instant deadline) {
        Map<Column, String> values = new EnumMap<>(Column.class);
        values.put(Column.COMMAND_ID, command);
        values.put(Column.ARRAY_ID, "work-20261127-3f2a1b");
        values.put(Column.ARRAY_INDEX, "2");
        values.put(Column.DEADLINE, deadline.toString());
        rows.seed(id, values);
    }

    private LaunchInstance asked(int index) {
        assertThat(bus.published.get(index).type()).isEqualTo("LaunchInstance");
        return (LaunchInstance)
                Language.command("LaunchInstance", bus.published.get(index).detail())
                        .orElseThrow();
    }

    private void hear(InstanceId id, String cause) {
        lambda.invoke(handler, JsonObject.parse("""
                        {"source":"spawn.control","detail-type":"InstanceEnded","account":"123456789012",
                         "region":"us-east-1","time":"2026-11-27T12:00:00Z",
                         "detail":{"version":1,"id":"e1","correlationId":"c0","at":"2026-11-27T12:00:00Z",
                                   "instanceId":"%s","name":"work-2","endedAt":"2026-11-27T12:00:00Z",
                                   "cause":"%s","reason":"gone"}}""".formatted(id, cause)));
    }
}
