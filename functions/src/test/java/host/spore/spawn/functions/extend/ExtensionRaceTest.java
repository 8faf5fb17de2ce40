package host.spore.spawn.functions.extend;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

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
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SCENARIOS 11, extension races expiry: the handler as it ships is held up between every two of its calls, at any two of
 * them, for any of several times, with every keeper acting as soon as it may. What is acknowledged holds, and what has
 * ended is never acknowledged.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExtensionRaceTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = FakeClock.START.plusSeconds(3_600);
    private static final List<Integer> STARTS = List.of(-300, -41, -40, -31, -30, -29, -11, -10, -1, 0, 59, 61, 151);
    private static final List<Integer> PAUSES = List.of(0, 1, 11, 30, 61, 200);
    private static final int MOST_CALLS = 8;

    @Test
    void whatIsAcknowledgedHoldsAndWhatHasEndedIsNot() {
        int done = 0;
        int ended = 0;
        for (int start : STARTS) {
            for (int first = 1; first <= MOST_CALLS; first++) {
                for (int second = first; second <= MOST_CALLS; second++) {
                    for (int pause : PAUSES) {
                        for (int another : PAUSES) {
                            Race race = new Race(start, first, pause, second, another);
                            race.run();
                            done += race.isAcknowledged ? 1 : 0;
                            ended += race.hasEnded() ? 1 : 0;
                        }
                    }
                }
            }
        }
        // Both ends of the race were reached, or the test would prove nothing.
        assertThat(done).isGreaterThan(1_000);
        assertThat(ended).isGreaterThan(1_000);
    }

    /** One extension, and the keepers around it. */
    private static final class Race {
        private final FakeInstances instances = new FakeInstances();
        private final FakeInstanceRows rows = new FakeInstanceRows();
        private final FakeNames names = new FakeNames();
        private final FakeCallbacks callbacks = new FakeCallbacks();
        private final FakeClock clock = new FakeClock();
        private final Map<Integer, Integer> pauses;
        private final String shown;
        private boolean isAcknowledged;
        private int calls;

        /** What the agent saw when it looked for the last time. */
        private @Nullable Instant lastLook;

        Race(int start, int first, int pause, int second, int another) {
            pauses = first == second ? Map.of(first, pause + another) : Map.of(first, pause, second, another);
            shown = "started at " + start + " s, held up before calls " + pauses;
            clock.set(DEADLINE.plusSeconds(start));
            instances.put(aRunning(ID).due(DEADLINE).build());
            rows.seed(
                    ID,
                    Map.of(
                            Column.DEADLINE, DEADLINE.toString(),
                            Column.STATE, "running",
                            Column.LIFECYCLE_TOKEN, callbacks.park("token-1")));
            names.claim(new Name("demo"), "c0", ID);
            // What is overdue already has met its keepers before.
            keepersAct();
        }

        void run() {
            Stream.of(instances.faults, rows.reads, rows.writes, names.faults, callbacks.faults)
                    .forEach(this::watch);
            JsonObject answer = new FakeLambda()
                    .invoke(
                            new ExtendHandler(names, rows, instances, callbacks, clock),
                            JsonObject.parse("{\"type\":\"ExtendInstance\",\"command\":{\"version\":1,\"id\":\"c1\","
                                    + "\"correlationId\":\"c1\",\"at\":\"2026-11-23T12:00:00Z\",\"target\":\"demo\","
                                    + "\"by\":\"20m\"}}"));
            calls = Integer.MIN_VALUE;
            isAcknowledged = answer.string("result").equals("done");
            if (!isAcknowledged) {
                return;
            }
            Instant promised = Instant.parse(answer.object("fields").string("deadline"));
            assertThat(promised).as(shown).isEqualTo(DEADLINE.plusSeconds(1_200));
            assertThat(hasEnded()).as(shown + ", acknowledged").isFalse();
            // And from here on, until the moment before.
            clock.set(latest(promised.minusSeconds(1)));
            keepersAct();
            assertThat(hasEnded()).as(shown + ", then until " + promised).isFalse();
            clock.set(latest(promised));
            keepersAct();
            assertThat(hasEnded()).as(shown + ", at " + promised).isTrue();
        }

        private Instant latest(Instant at) {
            return Stream.of(at, clock.instant()).max(Comparator.naturalOrder()).orElseThrow();
        }

        boolean hasEnded() {
            return instances.now(ID).orElseThrow().state().isEnding();
        }

        private void watch(Faults port) {
            port.beforeNext(() -> {
                calls++;
                int pause = pauses.getOrDefault(calls, 0);
                // Second by second, since a keeper acts as soon as it may.
                for (int i = 0; i < pause; i++) {
                    clock.advance(Duration.ofSeconds(1));
                    keepersAct();
                }
                watch(port);
            });
        }

        /**
         * The agent by the tag alone, and by one that it may have read up to ten seconds before the end; lifecycle and
         * reaper by the later of tag and row.
         */
        private void keepersAct() {
            InstanceView view = instances.now(ID).orElseThrow();
            if (view.state().isEnding()) {
                return;
            }
            Instant now = clock.instant();
            Instant tagged = view.deadline().orElseThrow();
            InstanceRow row = rows.now(ID);
            Instant due = Stream.of(Optional.of(tagged), row.deadline())
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            if (lastLook == null && !now.isBefore(tagged.minusSeconds(10))) {
                lastLook = tagged;
            }
            if (lastLook != null && !now.isBefore(lastLook)) {
                instances.put(
                        aRunning(ID).in(InstanceState.SHUTTING_DOWN).due(tagged).build());
            } else if (!now.isBefore(due.plusSeconds(60))) {
                rows.seed(ID, Map.of(Column.ENDED_BY_KEEPER, "lifecycle"));
                instances.put(
                        aRunning(ID).in(InstanceState.SHUTTING_DOWN).due(tagged).build());
            }
        }
    }
}
