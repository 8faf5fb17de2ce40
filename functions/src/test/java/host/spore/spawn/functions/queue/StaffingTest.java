package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StaffingTest {
    private static final String RUN = "run-1";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    @Test
    void aRunBeginsWithAllItsWorkers() {
        assertThat(decide(2, true))
                .isEqualTo(new Staffing.Launch(
                        List.of(Worker.begun(RUN, new Post(1, 0), false), Worker.begun(RUN, new Post(2, 0), false))));
    }

    @Test
    void aWorkerWhoseCommandWasNotPublishedIsAskedForAgain() {
        // Given: whoever made its item died then
        Worker begun = Worker.begun(RUN, new Post(1, 0), false);

        // When, Then
        assertThat(decide(1, true, begun)).isEqualTo(new Staffing.Launch(List.of(begun)));
    }

    @Test
    void nobodyElseIsLaunchedWhileOneIsOnItsWayOrThere() {
        assertThat(decide(2, true, launching(1, 0), live(2, 0))).isEqualTo(new Staffing.Nothing());
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDED", "FAILED", "INTERRUPTED"})
    void whoeverEndsIsReplacedInItsSlot(WorkerEnd end) {
        assertThat(decide(2, true, ended(1, 0, end), live(2, 0)))
                .isEqualTo(new Staffing.Launch(List.of(Worker.begun(RUN, new Post(1, 1), false))));
    }

    @Test
    void aRefusedLaunchIsNotRepeated() {
        assertThat(decide(2, true, ended(1, 0, WorkerEnd.REJECTED), live(2, 0))).isEqualTo(new Staffing.Nothing());
    }

    @Test
    void aSlotIsFilledFourTimesAtMost() {
        assertThat(decide(2, true, ended(1, 2, WorkerEnd.ENDED), live(2, 0)))
                .isEqualTo(new Staffing.Launch(List.of(Worker.begun(RUN, new Post(1, 3), false))));
        assertThat(decide(2, true, ended(1, 3, WorkerEnd.ENDED), live(2, 0))).isEqualTo(new Staffing.Nothing());
    }

    /** SCENARIOS 15. */
    @ParameterizedTest
    @CsvSource({"1, true, false", "2, true, true", "3, true, true", "0, false, true"})
    void afterTwoInterruptionsTheNextOneIsOnDemand(int interrupted, boolean spot, boolean onDemand) {
        // Given
        List<Worker> workers = new ArrayList<>();
        for (int slot = 1; slot <= interrupted; slot++) {
            workers.add(ended(slot, 0, WorkerEnd.INTERRUPTED));
            workers.add(live(slot, 1));
        }
        workers.add(ended(4, 0, WorkerEnd.ENDED));
        for (int slot = interrupted + 1; slot < 4; slot++) {
            workers.add(live(slot, 0));
        }

        // When, Then
        assertThat(Staffing.decide(run(4, spot, Staffing.Need.MORE), workers, NOW))
                .isEqualTo(new Staffing.Launch(List.of(Worker.begun(RUN, new Post(4, 1), onDemand))));
    }

    @Test
    void aRunThatNobodyCanServeIsGivenUpWithTheLastOnesReason() {
        // Given
        Worker first = ended(1, 3, WorkerEnd.FAILED, "no capacity in us-east-1a", NOW.minusSeconds(10));
        Worker second = ended(2, 0, WorkerEnd.REJECTED, "100 instances live, as many as allowed", NOW.minusSeconds(20));

        // When, Then
        assertThat(decide(2, true, first, second))
                .isEqualTo(new Staffing.GiveUp("no worker is left: no capacity in us-east-1a"));
    }

    @Test
    void aRunThatIsToEndLaunchesNobodyAndIsEndedWhenItsLastWorkerGoes() {
        // Given
        Staffing.Run run = run(2, true, Staffing.Need.NO_MORE);

        // When, Then
        assertThat(Staffing.decide(run, List.of(ended(1, 0, WorkerEnd.ENDED), live(2, 0)), NOW))
                .isEqualTo(new Staffing.Nothing());
        assertThat(Staffing.decide(run, List.of(ended(1, 0, WorkerEnd.ENDED), ended(2, 0, WorkerEnd.ENDED)), NOW))
                .isInstanceOf(Staffing.GiveUp.class);
    }

    @Test
    void aRunWhoseTimeIsOverLaunchesNobody() {
        // Given: its flow is gone, or it would be over
        Staffing.Run run = run(1, true, Staffing.Need.MORE);
        List<Worker> workers = List.of(ended(1, 0, WorkerEnd.ENDED));

        // When, Then
        assertThat(Staffing.decide(run, workers, run.staff().until().minusSeconds(1)))
                .isInstanceOf(Staffing.Launch.class);
        assertThat(Staffing.decide(run, workers, run.staff().until())).isInstanceOf(Staffing.GiveUp.class);
    }

    @Test
    void aRunThatIsOverNeedsNobody() {
        assertThat(Staffing.decide(run(2, true, Staffing.Need.NONE), List.of(ended(1, 0, WorkerEnd.ENDED)), NOW))
                .isEqualTo(new Staffing.Nothing());
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING,  false, false, MORE",
        "RUNNING,   false, false, MORE",
        "RUNNING,   true,  false, NO_MORE",
        "RUNNING,   false, true,  NO_MORE",
        "FINISHING, false, false, NONE",
        "COMPLETED, false, false, NONE",
        "FAILED,    true,  true,  NONE",
    })
    void whetherARunNeedsWorkersItsItemSays(RunStatus status, boolean cancelled, boolean givenUp, Staffing.Need need) {
        // Given
        RunRow row = new RunRow(
                RUN,
                "train",
                "SubmitQueue",
                RUN,
                "ada",
                "hash",
                1,
                status,
                Optional.empty(),
                NOW,
                Optional.empty(),
                cancelled ? Optional.of(new CancelMark("cancel-1", "none was running", "main")) : Optional.empty(),
                givenUp ? Optional.of("no worker is left") : Optional.empty(),
                false);

        // When, Then
        assertThat(Staffing.need(Optional.of(row))).isEqualTo(need);
        assertThat(Staffing.need(Optional.empty())).isEqualTo(Staffing.Need.NONE);
    }

    @Test
    void whyItWaitsIsSaidWhileNobodyIsThere() {
        // Given
        Worker delayed = delayed(1, 0, "no capacity in us-east-1a, next try 12:04:31Z");

        // When, Then
        assertThat(Staffing.reason(List.of(launching(2, 0), delayed)))
                .contains("no worker: no capacity in us-east-1a, next try 12:04:31Z");
        assertThat(Staffing.reason(List.of(delayed, live(2, 0)))).isEmpty();
        assertThat(Staffing.reason(List.of(launching(1, 0)))).isEmpty();
        assertThat(Staffing.reason(List.of(ended(1, 0, WorkerEnd.ENDED)))).isEmpty();
    }

    /**
     * Whatever becomes of the workers of a run with spot instances, and wherever whoever launches them dies: there are never
     * more than asked for, never more than four in a slot, and there is always one on its way or there, or the run is given
     * up, and then nobody is there any more.
     */
    @ParameterizedTest
    @CsvSource({"1, 60", "2, 3000"})
    void everyHistoryOfWorkersHasAWorkerOrAnEnd(int count, int atLeast) {
        Set<List<Worker>> seen = new HashSet<>();
        Deque<List<Worker>> left = new ArrayDeque<>(List.of(List.of()));
        int ends = 0;
        while (!left.isEmpty()) {
            List<Worker> state = left.removeFirst();
            if (!seen.add(state)) {
                continue;
            }
            assertBounds(state, count);
            switch (Staffing.decide(run(count, true, Staffing.Need.MORE), state, NOW)) {
                case Staffing.Launch(List<Worker> launches) -> {
                    assertThat(launches).isNotEmpty();
                    // Each prefix of what has to be done for them, since whoever does it may die anywhere.
                    List<Worker> done = state;
                    for (Worker worker : launches) {
                        done = with(done, worker);
                        left.add(done);
                        done = with(done, asked(worker));
                        left.add(done);
                    }
                }
                case Staffing.Nothing nothing ->
                    assertThat(state).anyMatch(worker -> !worker.hasEnded() && worker.asked());
                case Staffing.GiveUp giveUp -> {
                    assertThat(state).allMatch(Worker::hasEnded);
                    for (int slot = 1; slot <= count; slot++) {
                        assertThat(isUsedUp(state, slot)).isTrue();
                    }
                    ends++;
                }
            }
            for (Worker worker : state) {
                happensTo(worker).forEach(next -> left.add(with(state, next)));
            }
        }
        assertThat(seen).hasSizeGreaterThan(atLeast);
        assertThat(ends).isPositive();
    }

    private static void assertBounds(List<Worker> state, int count) {
        assertThat(state.stream().filter(worker -> !worker.hasEnded()).count()).isLessThanOrEqualTo(count);
        assertThat(state)
                .allMatch(worker -> worker.post().number() <= 3 && worker.post().slot() <= count);
        for (int slot = 1; slot <= count; slot++) {
            int each = slot;
            assertThat(state.stream()
                            .filter(worker -> worker.post().slot() == each && !worker.hasEnded())
                            .count())
                    .isLessThanOrEqualTo(1);
            assertThat(state.stream()
                            .filter(worker -> worker.post().slot() == each)
                            .filter(worker -> worker.end().equals(Optional.of(WorkerEnd.REJECTED)))
                            .allMatch(worker -> isLast(state, worker)))
                    .isTrue();
        }
    }

    private static boolean isUsedUp(List<Worker> state, int slot) {
        return state.stream()
                .filter(worker -> worker.post().slot() == slot)
                .anyMatch(
                        worker -> worker.post().number() == 3 || worker.end().equals(Optional.of(WorkerEnd.REJECTED)));
    }

    private static boolean isLast(List<Worker> state, Worker worker) {
        return state.stream()
                .noneMatch(other -> other.post().equals(worker.post().next()));
    }

    /** Of a command that was not published nothing is heard. */
    private static List<Worker> happensTo(Worker worker) {
        if (!worker.asked() && worker.status() == WorkerStatus.LAUNCHING) {
            return List.of();
        }
        int slot = worker.post().slot();
        int number = worker.post().number();
        return switch (worker.status()) {
            case LAUNCHING ->
                List.of(
                        live(slot, number),
                        ended(slot, number, WorkerEnd.FAILED),
                        ended(slot, number, WorkerEnd.REJECTED));
            case LIVE -> List.of(ended(slot, number, WorkerEnd.ENDED), ended(slot, number, WorkerEnd.INTERRUPTED));
            case ENDED -> List.of();
        };
    }

    private static List<Worker> with(List<Worker> state, Worker changed) {
        List<Worker> next = new ArrayList<>(state);
        next.removeIf(worker -> worker.post().equals(changed.post()));
        next.add(changed);
        next.sort(java.util.Comparator.comparingInt(
                        (Worker worker) -> worker.post().slot())
                .thenComparingInt(worker -> worker.post().number()));
        return List.copyOf(next);
    }

    private static Staffing.Decision decide(int count, boolean spot, Worker... workers) {
        return Staffing.decide(run(count, spot, Staffing.Need.MORE), Arrays.asList(workers), NOW);
    }

    private static Staffing.Run run(int count, boolean spot, Staffing.Need need) {
        return new Staffing.Run(StaffsContract.aStaff(RUN, count, spot), need);
    }

    private static Worker asked(Worker begun) {
        return launching(begun.post().slot(), begun.post().number());
    }

    private static Worker launching(int slot, int number) {
        return worker(slot, number, WorkerStatus.LAUNCHING, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Worker delayed(int slot, int number, String reason) {
        return worker(slot, number, WorkerStatus.LAUNCHING, Optional.empty(), Optional.of(reason), Optional.empty());
    }

    private static Worker live(int slot, int number) {
        return worker(slot, number, WorkerStatus.LIVE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Worker ended(int slot, int number, WorkerEnd end) {
        return ended(slot, number, end, "gone", NOW);
    }

    private static Worker ended(int slot, int number, WorkerEnd end, String reason, Instant at) {
        return worker(slot, number, WorkerStatus.ENDED, Optional.of(end), Optional.of(reason), Optional.of(at));
    }

    private static Worker worker(
            int slot,
            int number,
            WorkerStatus status,
            Optional<WorkerEnd> end,
            Optional<String> reason,
            Optional<Instant> endedAt) {
        Post post = new Post(slot, number);
        return new Worker(
                post,
                post.commandId(RUN),
                false,
                true,
                status,
                status == WorkerStatus.LIVE ? Optional.of(ID) : Optional.empty(),
                end,
                reason,
                endedAt);
    }
}
