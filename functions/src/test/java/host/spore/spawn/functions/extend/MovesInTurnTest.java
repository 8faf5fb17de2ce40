package host.spore.spawn.functions.extend;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.Due;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two moves of one deadline at once, in every order of their calls: an extension and a shortening, two of a kind, a
 * command and its own duplicate, each with and without a terminate or an end that comes between. The keepers act as soon
 * as they may. Whatever the order, row and tag agree in the end, nothing ends before its row says, what is acknowledged
 * was so, and a duplicate moves nothing.
 */
@Execution(ExecutionMode.CONCURRENT)
class MovesInTurnTest {
    private static final ThreadLocal<Turn.@Nullable Actor> MINE = new ThreadLocal<>();
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = FakeClock.START.plusSeconds(3_600);
    private static final String EXTEND = "\"id\":\"extend\",\"by\":\"20m\"";
    private static final String EXTEND_TOO = "\"id\":\"extend-too\",\"by\":\"5m\"";
    private static final String SHORTEN = "\"id\":\"shorten\",\"by\":\"%ds\",\"shorten\":true";

    /** An hour, and as short as may be: the shortened deadline comes while the other command is still on its way. */
    @ParameterizedTest
    @ValueSource(ints = {3_600, 121})
    void anExtensionAndAShorteningInEveryOrder(int left) {
        Tally tally = everyOrder(left, EXTEND, SHORTEN.formatted(Math.max(1, left - 120)), null);

        assertThat(tally.types).containsKeys("DeadlineExtended", "DeadlineShortened", "rejected");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_600, 600})
    void twoExtensionsInEveryOrder(int left) {
        assertThat(everyOrder(left, EXTEND, EXTEND_TOO, null).types).containsKey("DeadlineExtended");
    }

    @ParameterizedTest
    @ValueSource(strings = {EXTEND, "\"id\":\"shorten\",\"by\":\"10m\",\"shorten\":true"})
    void aDuplicateMovesNothing(String command) {
        Tally tally = everyOrder(3_600, command, command, null);

        // One move, told twice: its execution is one, and its outcome too.
        assertThat(tally.finalDeadlines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminate", "end", "table"})
    void whateverComesBetween(String disturbance) {
        assertThat(everyOrder(600, EXTEND, SHORTEN.formatted(480), disturbance).types)
                .containsKey("rejected");
    }

    /** On a virtual thread, as the actors are: a turn goes from one of them to the other at a third of the cost. */
    private static Tally everyOrder(int left, String one, String other, @Nullable String disturbance) {
        return CompletableFuture.supplyAsync(() -> orders(left, one, other, disturbance), Thread.ofVirtual()::start)
                .join();
    }

    private static Tally orders(int left, String one, String other, @Nullable String disturbance) {
        Tally tally = new Tally();
        for (int pause : disturbance == null ? List.of(0, 8) : List.of(0)) {
            for (int when = 0; when <= (disturbance == null ? 0 : 8); when += 2) {
                List<Boolean> choices = new ArrayList<>();
                do {
                    Turn turn = new Turn(left, pause, choices, disturbance, when);
                    turn.run(one, other);
                    tally.add(turn);
                } while (next(choices));
            }
        }
        return tally;
    }

    /** The next order, depth first; the last choice that can be another one becomes it. */
    private static boolean next(List<Boolean> choices) {
        while (!choices.isEmpty() && choices.getLast()) {
            choices.removeLast();
        }
        if (choices.isEmpty()) {
            return false;
        }
        choices.set(choices.size() - 1, true);
        return true;
    }

    private static final class Tally {
        private final Map<String, Integer> types = new HashMap<>();
        private final Map<Instant, Integer> finalDeadlines = new HashMap<>();

        void add(Turn turn) {
            turn.answers.forEach(answer ->
                    types.merge(answer.optionalString("type").orElse(answer.string("result")), 1, Integer::sum));
            turn.rows.now(ID).deadline().ifPresent(at -> finalDeadlines.merge(at, 1, Integer::sum));
        }
    }

    /** One order. */
    private static final class Turn {
        private final FakeInstances instances = new FakeInstances();
        private final FakeInstanceRows rows = new FakeInstanceRows();
        private final FakeNames names = new FakeNames();
        private final FakeCallbacks callbacks = new FakeCallbacks();
        private final FakeClock clock = new FakeClock();
        private final List<JsonObject> answers = new ArrayList<>();
        private final int pause;
        private final List<Boolean> choices;
        private final @Nullable String disturbance;
        private final int when;
        private int step;
        private @Nullable Instant lastLook;
        private boolean isDisturbed;

        Turn(int left, int pause, List<Boolean> choices, @Nullable String disturbance, int when) {
            this.pause = pause;
            this.choices = choices;
            this.disturbance = disturbance;
            this.when = when;
            clock.set(DEADLINE.minusSeconds(left));
            instances.put(aRunning(ID).due(DEADLINE).build());
            rows.seed(
                    ID,
                    Map.of(
                            Column.DEADLINE, DEADLINE.toString(),
                            Column.STATE, "running",
                            Column.LIFECYCLE_TOKEN, callbacks.park("token-1")));
            names.claim(new Name("demo"), "c0", ID);
        }

        void run(String one, String other) {
            Actor first = new Actor(one);
            Actor second = new Actor(other);
            first.start();
            second.start();
            while (!first.isDone || !second.isDone) {
                boolean isSecond = first.isDone || (!second.isDone && choose());
                happen();
                (isSecond ? second : first).go();
            }
            check(first, second);
        }

        private boolean choose() {
            if (step == choices.size()) {
                choices.add(false);
            }
            return choices.get(step++);
        }

        private void happen() {
            if (pause > 0) {
                // Second by second, since a keeper acts as soon as it may. Nobody else acts meanwhile, so what they go
                // by
                // is read once.
                Seen seen = look();
                for (int i = 0; i < pause; i++) {
                    clock.advance(Duration.ofSeconds(1));
                    keepersAct(seen);
                }
            }
            if (disturbance != null && step >= when && !isDisturbed) {
                isDisturbed = true;
                switch (disturbance) {
                    case "terminate" -> rows.seed(ID, Map.of(Column.TERMINATE_COMMAND, "c9"));
                    case "end" -> end();
                    case "table" -> rows.writes.failNext(1);
                    default -> throw new IllegalArgumentException(disturbance);
                }
            }
        }

        private void check(Actor first, Actor second) {
            String shown = "in the order " + choices + ", " + pause + " s apart, " + disturbance + " from " + when
                    + ": " + answers;
            InstanceRow row = rows.now(ID);
            InstanceView view = instances.now(ID).orElseThrow();
            Instant due = row.deadline().orElseThrow();
            if (disturbance == null) {
                assertThat(Stream.of(first, second).map(actor -> actor.failure))
                        .as(shown)
                        .containsOnlyNulls();
                assertThat(view.deadline()).as(shown + ", tag").contains(due);
                assertThat(view.state()).as(shown + ", state").isEqualTo(InstanceState.RUNNING);
            }
            assertThat(Due.told(Optional.of(row), Optional.of(view)))
                    .as(shown + ", due")
                    .contains(due);
            // Every command has moved the deadline once at most, and each from where the one before had put it.
            assertThat(row.extensions().stream().map(move -> move.commandId()))
                    .as(shown)
                    .doesNotHaveDuplicates();
            clock.set(Stream.of(clock.instant(), due.minusSeconds(1))
                    .max(Instant::compareTo)
                    .orElseThrow());
            if (disturbance == null && clock.instant().isBefore(due)) {
                keepersAct();
                assertThat(instances.now(ID).orElseThrow().state().isEnding())
                        .as(shown + ", ended before " + due)
                        .isFalse();
            }
            clock.set(Stream.of(clock.instant(), due.plusSeconds(60))
                    .max(Instant::compareTo)
                    .orElseThrow());
            keepersAct();
            assertThat(instances.now(ID).orElseThrow().state().isEnding())
                    .as(shown + ", at " + due)
                    .isTrue();
        }

        private void end() {
            InstanceView view = instances.now(ID).orElseThrow();
            instances.put(aRunning(ID)
                    .in(InstanceState.SHUTTING_DOWN)
                    .due(view.deadline().orElseThrow())
                    .build());
        }

        /** What the agent goes by, and what the others do. */
        private record Seen(Instant tagged, Instant due) {}

        private Seen look() {
            InstanceView view = instances.now(ID).orElseThrow();
            return new Seen(
                    view.deadline().orElseThrow(),
                    Due.told(Optional.of(rows.now(ID)), Optional.of(view)).orElseThrow());
        }

        private void keepersAct() {
            keepersAct(look());
        }

        /** As in {@link ExtensionRaceTest}: the agent by the tag alone, lifecycle and reaper by what counts. */
        private void keepersAct(Seen seen) {
            if (instances.now(ID).orElseThrow().state().isEnding()) {
                return;
            }
            Instant now = clock.instant();
            Instant tagged = seen.tagged();
            Instant due = seen.due();
            if (lastLook != null && now.isBefore(tagged.minusSeconds(10))) {
                // What it saw has been moved before it acted on it.
                lastLook = null;
            }
            if (lastLook == null && !now.isBefore(tagged.minusSeconds(10))) {
                lastLook = tagged;
            }
            if ((lastLook != null && !now.isBefore(lastLook)) || !now.isBefore(due.plusSeconds(60))) {
                end();
            }
        }

        /** Held up where another command may come between: before each write, and before each look at what was written. */
        private final class HeldRows implements InstanceRows {
            private boolean hasMoved;

            @Override
            public InstanceRow read(InstanceId id) {
                if (hasMoved) {
                    hold();
                }
                return rows.read(id);
            }

            @Override
            public Map<InstanceId, InstanceRow> read(Collection<InstanceId> ids) {
                return rows.read(ids);
            }

            @Override
            public Optional<InstanceRow> change(InstanceRow read, RowChange change) {
                hold();
                hasMoved = true;
                return rows.change(read, change);
            }

            @Override
            public List<InstanceId> unclosed() {
                return rows.unclosed();
            }

            @Override
            public List<InstanceRow> unclosedAsShown(Set<Column> columns) {
                return rows.unclosedAsShown(columns);
            }
        }

        private final class HeldInstances implements Instances {
            @Override
            public Optional<InstanceView> find(InstanceId id) {
                return instances.find(id);
            }

            @Override
            public List<InstanceView> living() {
                return instances.living();
            }

            @Override
            public List<InstanceView> living(Name name) {
                return instances.living(name);
            }

            @Override
            public void terminate(InstanceId id) {
                instances.terminate(id);
            }

            @Override
            public void tagDeadline(InstanceId id, Instant deadline) {
                hold();
                instances.tagDeadline(id, deadline);
            }

            @Override
            public void tagNameRefused(InstanceId id, Optional<String> why) {
                instances.tagNameRefused(id, why);
            }
        }

        private static void hold() {
            Actor actor = MINE.get();
            if (actor != null) {
                actor.pause();
            }
        }

        /** One command on its way. */
        private final class Actor {
            private final SynchronousQueue<Boolean> turn = new SynchronousQueue<>();
            private final SynchronousQueue<Boolean> back = new SynchronousQueue<>();
            private final String command;
            private volatile boolean isDone;
            private volatile @Nullable RuntimeException failure;

            Actor(String command) {
                this.command = command;
            }

            void start() {
                Thread.ofVirtual().start(() -> {
                    MINE.set(this);
                    take(turn);
                    try {
                        JsonObject answer = new FakeLambda()
                                .invoke(
                                        new ExtendHandler(names, new HeldRows(), new HeldInstances(), callbacks, clock),
                                        JsonObject.parse("{\"type\":\"ExtendInstance\",\"command\":{\"version\":1,"
                                                + "\"at\":\"2026-11-23T12:00:00Z\",\"target\":\"demo\"," + command
                                                + "}}"));
                        answers.add(answer);
                    } catch (RuntimeException failed) {
                        failure = failed;
                    }
                    isDone = true;
                    put(back);
                });
            }

            void go() {
                put(turn);
                take(back);
            }

            void pause() {
                put(back);
                take(turn);
            }

            private static void put(SynchronousQueue<Boolean> queue) {
                try {
                    queue.put(true);
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }

            private static void take(SynchronousQueue<Boolean> queue) {
                try {
                    queue.take();
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
    }
}
