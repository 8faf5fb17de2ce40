package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.CompletionStatus;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.PowerAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Spot, hook, idleness and the end of the work, second by second in a simulated life. */
class RulesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstanceId ME = new InstanceId("i-0123456789abcdef0");

    @Test
    void theHookStartsItsTimeOutBeforeTheDeadlineAndOnlyOnce() {
        // Given
        Life life = new Life("pre_stop: save\npre_stop_timeout: 2m\n", 3_600);

        // When
        life.until(3_600);

        // Then
        assertThat(life.acts(Action.RunHook.class)).hasSize(1);
        assertThat(life.at(Action.RunHook.class)).isEqualTo(3_600 - 120);
        assertThat(life.acts(Action.RunHook.class).get(0).limit()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aShortLifeBelongsToTheWorkForItsFirstHalf() {
        // Given
        Life life = new Life("pre_stop: save\n", 60);

        // When
        life.until(60);

        // Then
        assertThat(life.at(Action.RunHook.class)).isEqualTo(30);
        assertThat(life.acts(Action.RunHook.class).get(0).limit()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anExtensionAfterTheHookBeganMovesTheEndAndNotTheHook() {
        // Given
        Life life = new Life("pre_stop: save\npre_stop_timeout: 2m\n", 600);
        life.until(500);

        // When
        life.deadline = NOON.plusSeconds(2_000);
        life.until(2_001);

        // Then
        assertThat(life.acts(Action.RunHook.class)).hasSize(1);
        assertThat(life.at(Action.ReportReached.class)).isEqualTo(2_000);
    }

    @Test
    void aHookThatRunsIsCutTenSecondsBeforeAnInterruption() {
        // Given
        Life life = new Life("pre_stop: save\npre_stop_timeout: 5m\n", 600);
        life.until(400);
        life.hookRuns = true;

        // When
        life.spot = Optional.of(new SpotNotice(PowerAction.TERMINATE, NOON.plusSeconds(520)));
        life.until(520);

        // Then
        assertThat(life.at(Action.CutHook.class)).isEqualTo(510);
        assertThat(life.acts(Action.RunHook.class)).hasSize(1);
    }

    @Test
    void aNoticeThatIsWithdrawnAndDoubledIsPassedOnOnceAndOneTooLateRunsNoHook() {
        // Given
        Life life = new Life("pre_stop: save\n", 3_600);
        SpotNotice late = new SpotNotice(PowerAction.STOP, NOON.plusSeconds(5));

        // When
        life.spot = Optional.of(late);
        life.until(10);
        life.spot = Optional.empty();
        life.until(20);
        life.spot = Optional.of(late);
        life.restart();
        life.until(30);

        // Then
        assertThat(life.acts(Action.Interrupted.class)).containsExactly(new Action.Interrupted(late));
        assertThat(life.acts(Action.RunHook.class)).isEmpty();
    }

    @Test
    void aNoticeAndAnAdviceThatAreMadeAnewWithEveryAnswerAreOne() {
        // Given
        Life life = new Life("pre_stop: save\npre_stop_timeout: 5m\n", 7_200);

        // When
        for (int i = 0; i < 20; i++) {
            life.spot = Optional.of(new SpotNotice(PowerAction.TERMINATE, life.now.plusSeconds(120)));
            life.rebalance = Optional.of(life.now);
            life.until(life.second + 4);
        }
        life.spot = Optional.of(new SpotNotice(PowerAction.STOP, life.now.plusSeconds(120)));
        life.rebalance = Optional.of(life.now.plusSeconds(3_600));
        life.until(life.second + 4);

        // Then: another action and another hour are news
        assertThat(life.acts(Action.Interrupted.class)).hasSize(2);
        assertThat(life.acts(Action.Rebalance.class)).hasSize(2);
        assertThat(life.acts(Action.RunHook.class)).hasSize(1);
    }

    @Test
    void aNoticeThatIsCorrectedToAnEarlierInstantCutsTheHookEarlier() {
        // Given
        Life life = new Life("pre_stop: save\npre_stop_timeout: 5m\n", 600);
        life.until(310);
        life.hookRuns = true;
        life.spot = Optional.of(new SpotNotice(PowerAction.TERMINATE, NOON.plusSeconds(520)));
        life.until(320);

        // When
        life.spot = Optional.of(new SpotNotice(PowerAction.TERMINATE, NOON.plusSeconds(420)));
        life.until(415);

        // Then
        assertThat(life.at(Action.CutHook.class)).isEqualTo(410);
        assertThat(life.acts(Action.Interrupted.class)).hasSize(1);
    }

    @Test
    void idlenessWarnsThenAsksAgainEveryFiveMinutes() {
        // Given
        Life life = new Life("idle_timeout: 30m\n", 86_400);

        // When: idle from the second sample on
        life.until(60 + 30 * 60 + 12 * 60);

        // Then
        assertThat(life.at(Action.WarnIdle.class)).isEqualTo(25 * 60);
        assertThat(life.acts(Action.SayIdle.class))
                .extracting(Action.SayIdle::attempt)
                .containsExactly(1, 2, 3);
        assertThat(life.at(Action.SayIdle.class)).isEqualTo(30 * 60);
        assertThat(life.acts(Action.RunHook.class)).isEmpty();
    }

    @Test
    void activityTakesTheWarningBackAndBeginsTheWindowAnew() {
        // Given
        Life life = new Life("idle_timeout: 30m\n", 86_400);
        life.until(26 * 60);

        // When
        life.reasons = List.of("sessions 1");
        life.until(27 * 60 + 1);
        life.reasons = List.of();
        life.until(50 * 60);

        // Then
        assertThat(life.acts(Action.CancelIdle.class)).hasSize(1);
        assertThat(life.acts(Action.SayIdle.class)).isEmpty();
    }

    /** Six hours at once, as the clock shows them after a hibernation: what was idle before says nothing of now. */
    @Test
    void afterAHibernationTheIdleWindowStartsAnew() {
        // Given: idle, said, hibernated
        Life life = new Life("idle_timeout: 30m\non_idle: hibernate\npre_stop: save\n", 86_400);
        life.until(60 + 30 * 60 + 90);
        assertThat(life.acts(Action.SayIdle.class)).hasSize(1);

        // When: the last sample is old, and the first one after it knows that the clock moved
        life.slept = 21_600;
        life.until(life.second + 29 * 60);

        // Then
        assertThat(life.acts(Action.SayIdle.class)).hasSize(1);
        assertThat(life.acts(Action.CancelIdle.class)).hasSize(1);
        life.until(life.second + 4 * 60);
        assertThat(life.acts(Action.SayIdle.class))
                .extracting(Action.SayIdle::attempt)
                .containsExactly(1, 1);
        assertThat(life.acts(Action.RunHook.class)).isEmpty();
    }

    /** The hook runs once in a boot, and a hibernation ends none: it is kept for the end. */
    @Test
    void aCompletionThatHibernatesSavesNothing() {
        // Given
        Life life = new Life("on_complete: hibernate\npre_stop: save\npre_stop_timeout: 2m\n", 3_600);
        life.completion = Optional.of(new Completion(CompletionStatus.SUCCESS, Optional.empty(), "1"));

        // When
        life.until(3_600);

        // Then
        assertThat(life.acts(Action.SayFinished.class)).hasSize(1);
        assertThat(life.at(Action.SayFinished.class)).isLessThan(600);
        assertThat(life.at(Action.RunHook.class)).isEqualTo(3_600 - 120);
    }

    @Test
    void anIdleTerminationSavesFirst() {
        // Given
        Life life = new Life("idle_timeout: 10m\non_idle: terminate\npre_stop: save\n", 86_400);

        // When
        life.until(20 * 60);

        // Then
        assertThat(life.acts(Action.RunHook.class)).hasSize(1);
        assertThat(life.at(Action.SayIdle.class)).isGreaterThan(life.at(Action.RunHook.class));
    }

    @Test
    void aCompletionWaitsItsDelayAndForTheHookAndIsSaidOnceOverRestarts() {
        // Given
        Life life = new Life("on_complete: stop\ncompletion_delay: 30s\npre_stop: save\n", 3_600);
        life.completion = Optional.of(new Completion(CompletionStatus.FAILED, Optional.of("no"), "1"));

        // When
        life.until(10);
        life.restart();
        life.until(30);
        life.hookRuns = true;
        life.until(50);
        life.hookRuns = false;
        life.until(60);
        life.restart();
        life.until(120);

        // Then
        assertThat(life.at(Action.RunHook.class)).isEqualTo(30);
        assertThat(life.acts(Action.SayFinished.class)).hasSize(1);
        assertThat(life.at(Action.SayFinished.class)).isEqualTo(51);
        assertThat(life.acts(Action.SayFinished.class).get(0).action()).isEqualTo(CompletionAction.STOP);
    }

    @Test
    void anExitIsSaidOnceAndThenConsumed() {
        // Given
        Life life = new Life("", 3_600);
        life.exit = Optional.of(new Exit(137, 5, "1"));

        // When
        life.until(5);
        life.restart();
        life.until(10);

        // Then
        assertThat(life.acts(Action.SayExited.class)).hasSize(1);
        assertThat(life.acts(Action.Consume.class)).isNotEmpty();
    }

    /** Whatever comes in whatever order: at most one hook in a boot, over before the deadline, and none after it. */
    @Property(tries = 200)
    void theHookRunsAtMostOnceAndIsOverByTheDeadline(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        Life life = new Life(
                "pre_stop: save\npre_stop_timeout: 3m\nidle_timeout: 5m\non_idle: terminate\non_complete: terminate\n",
                60 + random.nextInt(1_500));

        // When
        while (life.acts(Action.ReportReached.class).isEmpty()) {
            switch (random.nextInt(6)) {
                case 0 ->
                    life.spot = Optional.of(
                            new SpotNotice(PowerAction.TERMINATE, life.now.plusSeconds(random.nextInt(150))));
                case 1 -> life.spot = Optional.empty();
                case 2 -> life.restart();
                case 3 -> life.reasons = random.nextBoolean() ? List.of() : List.of("cpu 50 %");
                case 4 ->
                    life.completion = Optional.of(new Completion(
                            CompletionStatus.SUCCESS, Optional.empty(), Integer.toString(random.nextInt(3))));
                default -> life.hookRuns = !life.acts(Action.RunHook.class).isEmpty() && random.nextBoolean();
            }
            life.until(life.second + 1 + random.nextInt(60));
        }

        // Then
        assertThat(life.acts(Action.RunHook.class)).hasSizeLessThanOrEqualTo(1);
        for (Action.RunHook hook : life.acts(Action.RunHook.class)) {
            assertThat(NOON.plusSeconds(life.at(Action.RunHook.class)).plus(hook.limit()))
                    .isBeforeOrEqualTo(life.deadline);
        }
        assertThat(NOON.plusSeconds(life.at(Action.ReportReached.class))).isEqualTo(life.deadline);
    }

    private static final class Life {
        private record Acted(int second, Action action) {}

        private final Decider decider;
        private final List<Acted> acted = new ArrayList<>();
        private State state = State.remembering(Memory.EMPTY);
        private Instant deadline;
        private Instant now = NOON;
        private int second;
        private int slept;
        private int sleptAt = -1;
        private boolean hookRuns;
        private List<String> reasons = List.of();
        private Optional<SpotNotice> spot = Optional.empty();
        private Optional<Instant> rebalance = Optional.empty();
        private Optional<Completion> completion = Optional.empty();
        private Optional<Exit> exit = Optional.empty();

        Life(String yaml, int lifeSeconds) {
            this.decider = new Decider(Settings.of(Config.parse(yaml)));
            this.deadline = NOON.plusSeconds(lifeSeconds);
        }

        void restart() {
            state = State.remembering(state.memory());
        }

        void until(int end) {
            for (; second <= end; second++) {
                sleptAt = slept > 0 && sleptAt < 0 ? second : sleptAt;
                now = NOON.plusSeconds(second + slept);
                Activity activity = activity();
                Readings readings = new Readings(
                        Optional.of(ME),
                        true,
                        true,
                        now,
                        Optional.of(deadline),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Readings.Spot(spot, rebalance),
                        new Readings.Host(Optional.of(activity), completion, exit),
                        new Readings.Jobs(hookRuns, false, Optional.empty()));
                Decision decision = decider.decide(state, readings, now);
                state = decision.next();
                for (Action action : decision.actions()) {
                    acted.add(new Acted(second, action));
                }
            }
        }

        /** Every minute, by a clock that hibernation stops; the first one after it shows the jump. */
        private Activity activity() {
            int sample = second - second % 60;
            if (sample == 0) {
                return new Activity(NOON, NOON, List.of("first sample"));
            }
            Instant from = NOON.plusSeconds(sample - 60L + (sample - 60 < sleptAt ? 0 : slept));
            Instant at = NOON.plusSeconds(sample + (sample < sleptAt ? 0 : slept));
            return new Activity(
                    from, at, Duration.between(from, at).toSeconds() > 60 ? List.of("the clock moved") : reasons);
        }

        <T extends Action> List<T> acts(Class<T> type) {
            return acted.stream()
                    .map(Acted::action)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        int at(Class<? extends Action> type) {
            return acted.stream()
                    .filter(a -> type.isInstance(a.action()))
                    .findFirst()
                    .orElseThrow()
                    .second();
        }
    }
}
