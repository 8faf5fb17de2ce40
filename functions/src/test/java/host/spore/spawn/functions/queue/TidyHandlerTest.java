package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TidyHandlerTest {
    private static final String HASH = "spawn-q-0123456789abcdef0123";
    private static final Instant LONG_AGO = FakeClock.START.minus(Duration.ofDays(100));

    private final FakeLambda lambda = new FakeLambda();
    private final FakeClock clock = new FakeClock();
    private final FakeOldMachines machines = new FakeOldMachines();

    private final FakeLastTidied last = new FakeLastTidied();

    private JsonObject tidy() {
        return lambda.invoke(new TidyHandler(machines, last, clock), JsonObject.parse("{}"));
    }

    /** Queues may end by the hundred; lists and tags are asked for once a day. */
    @Test
    void itIsDoneOnceADay() {
        // Given
        queue(HASH, LONG_AGO, "2026-10-23");
        tidy();
        queue("spawn-q-0000456789abcdef0123", LONG_AGO, "2026-10-22");
        clock.advance(Duration.ofHours(23));

        // When, Then
        assertThat(tidy().string("did")).contains("within a day");
        clock.advance(Duration.ofHours(2));
        assertThat(tidy().array("removed")).hasSize(4);
    }

    private String queue(String hash, Instant made, String usedAt) {
        machines.put("activity", hash, made, Map.of());
        machines.put("stateMachine", hash + "-part-1", made, Map.of());
        machines.put("stateMachine", hash + "-main", made, Map.of());
        return machines.put("stateMachine", hash + "-always", made, Map.of(Machinery.USED_AT, usedAt));
    }

    @Test
    void whatWasNotUsedFor30DaysGoesTheRootFirst() {
        queue(HASH, LONG_AGO, "2026-10-23");
        assertThat(tidy().array("removed")).hasSize(4);
        assertThat(machines.deleted).containsExactly(HASH + "-always", HASH + "-main", HASH + "-part-1", HASH);
        clock.advance(Duration.ofDays(1));
        assertThat(tidy().array("removed")).isEmpty();
    }

    @Test
    void whatWasUsedSinceStays() {
        queue(HASH, LONG_AGO, "2026-10-24");
        assertThat(tidy().integer("kept")).isEqualTo(4);
        assertThat(machines.deleted).isEmpty();
    }

    @Test
    void whatWasMadeSinceStays() {
        queue(HASH, FakeClock.START.minus(Duration.ofDays(29)), "2026-01-01");
        assertThat(tidy().integer("kept")).isEqualTo(4);
    }

    /** A run may go on for a year. */
    @Test
    void whatRunsStays() {
        queue(HASH, LONG_AGO, "2026-09-01");
        machines.run(FakeMachines.arn("stateMachine", HASH + "-part-1"));
        assertThat(tidy().integer("kept")).isEqualTo(4);
        assertThat(machines.deleted).isEmpty();
    }

    /** It writes the date before it looks for its machines. */
    @Test
    void whatIsUsedMeanwhileStays() {
        // Given: the list, the tags, three looks at executions; and then the date is new
        String root = queue(HASH, LONG_AGO, "2026-09-01");
        after(5, () -> machines.tag(root, "2026-11-23"));

        // When, Then
        assertThat(tidy().integer("kept")).isEqualTo(4);
        assertThat(machines.deleted).isEmpty();
    }

    private void after(int calls, Runnable happening) {
        machines.faults.beforeNext(calls == 0 ? happening : () -> after(calls - 1, happening));
    }

    @Test
    void whatIsLeftOfAMakingThatWasCutShortGoesByItsAge() {
        machines.put("activity", HASH, LONG_AGO, Map.of());
        machines.put("stateMachine", HASH + "-part-1", LONG_AGO, Map.of());
        assertThat(tidy().array("removed")).hasSize(2);
    }

    @Test
    void whatIsNotOursIsLeftAlone() {
        machines.put("stateMachine", "spawn-queue", LONG_AGO, Map.of());
        machines.put("stateMachine", "spawn-q-my-own", LONG_AGO, Map.of());
        machines.put("stateMachine", HASH + "-mine", LONG_AGO, Map.of());
        assertThat(tidy().array("removed")).isEmpty();
        assertThat(machines.deleted).isEmpty();
    }

    @Test
    void cutAnywhereItIsGoneOnWith() {
        // Given
        queue(HASH, LONG_AGO, "2026-09-01");
        after(6, () -> machines.faults.loseNextReply());

        // When
        assertThatThrownBy(this::tidy).isInstanceOf(Faults.FaultException.class);
        tidy();

        // Then
        assertThat(machines.deleted).hasSize(4);
    }
}
