package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant DEADLINE = NOON.plusSeconds(3600);
    private static final InstanceId ME = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId ANOTHER = new InstanceId("i-0fedcba9876543210");
    private static final State FRESH = State.remembering(Memory.EMPTY);

    private final Decider decider = new Decider(Settings.of(Config.parse("")));

    @Test
    void saysOnceThatItStarted() {
        // Given
        Readings readings = readings(NOON, Optional.of(DEADLINE));
        Decision first = decider.decide(FRESH, readings, NOON);

        // When
        Decision second = decider.decide(first.next(), readings, NOON.plusSeconds(5));

        // Then
        assertThat(first.actions()).containsExactly(new Action.SayStarted(Optional.of(DEADLINE)));
        assertThat(second.actions()).isEmpty();
    }

    @Test
    void doesNotSayItStartedBeforeItHasLooked() {
        // When
        Decision decision = decider.decide(
                FRESH,
                new Readings(
                        Optional.of(ME),
                        false,
                        false,
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Readings.Spot.QUIET,
                        Readings.Host.QUIET,
                        Readings.Jobs.NONE),
                NOON);

        // Then
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.lookAgain()).isEmpty();
    }

    @Test
    void startsWithAnUnknownDeadlineRatherThanNotAtAll() {
        // When
        Decision decision = decider.decide(FRESH, readings(NOON, Optional.empty()), NOON);

        // Then
        assertThat(decision.actions()).containsExactly(new Action.SayStarted(Optional.empty()));
        assertThat(decision.next().memory().deadline()).isEmpty();
    }

    /** It was extended while the machine was hibernated, or stopped: the tag is looked at before anything ends. */
    @Test
    void aDeadlineThatPassedUnseenIsLookedAtBeforeItEnds() {
        // Given
        State known = started(NOON, DEADLINE);
        Instant resumed = DEADLINE.plusSeconds(21_600);

        // When
        Decision first = decider.decide(known, readings(NOON, Optional.of(DEADLINE)), resumed);
        Decision soon = decider.decide(first.next(), readings(NOON, Optional.of(DEADLINE)), resumed.plusSeconds(1));
        Decision extended = decider.decide(
                soon.next(), readings(resumed, Optional.of(resumed.plusSeconds(3_600))), resumed.plusSeconds(1));

        // Then
        assertThat(first.actions()).containsExactly(new Action.Look());
        assertThat(first.lookAgain()).contains(resumed.plus(Decider.LAST_LOOK));
        assertThat(soon.actions()).isEmpty();
        assertThat(extended.actions()).containsExactly(new Action.Announce(DEADLINE, resumed.plusSeconds(3_600)));
        assertThat(extended.next().ending()).isEmpty();
    }

    @Test
    void aDeadlineThatPassedUnseenEndsOnceItHasBeenLookedAtOrCannotBe() {
        // Given
        State known = started(NOON, DEADLINE);
        Instant resumed = DEADLINE.plusSeconds(21_600);
        State asked = decider.decide(known, readings(NOON, Optional.of(DEADLINE)), resumed)
                .next();

        // When
        Decision seen = decider.decide(asked, readings(resumed, Optional.of(DEADLINE)), resumed.plusMillis(200));
        Decision blind = decider.decide(asked, readings(NOON, Optional.of(DEADLINE)), resumed.plus(Decider.LAST_LOOK));

        // Then
        assertThat(seen.actions()).containsExactly(new Action.ReportReached(DEADLINE));
        assertThat(blind.actions()).containsExactly(new Action.ReportReached(DEADLINE));
    }

    @Test
    void holdsTheLastKnownDeadlineWhenTheTagIsLost() {
        // Given
        State known = started(NOON, DEADLINE);

        // When
        Decision decision = decider.decide(
                known,
                new Readings(
                        Optional.of(ME),
                        true,
                        true,
                        NOON.plusSeconds(30),
                        Optional.empty(),
                        Optional.of(NOON.plusSeconds(1)),
                        Optional.empty(),
                        false,
                        Readings.Spot.QUIET,
                        Readings.Host.QUIET,
                        Readings.Jobs.NONE),
                NOON.plusSeconds(30));

        // Then: nor does a lower authority take over
        assertThat(decision.next().memory().deadline()).contains(new Deadline(DEADLINE, Authority.TAG));
    }

    @Test
    void obeysTheTagOverConfigurationAndThatOverTheEnvironment() {
        // Given
        Instant config = NOON.plusSeconds(2000);
        Instant environment = NOON.plusSeconds(1000);

        // When
        Memory byEnvironment = decide(Optional.empty(), Optional.empty(), Optional.of(environment));
        Memory byConfig = decide(Optional.empty(), Optional.of(config), Optional.of(environment));
        Memory byTag = decide(Optional.of(DEADLINE), Optional.of(config), Optional.of(environment));

        // Then
        assertThat(byEnvironment.deadline()).contains(new Deadline(environment, Authority.ENVIRONMENT));
        assertThat(byConfig.deadline()).contains(new Deadline(config, Authority.CONFIG));
        assertThat(byTag.deadline()).contains(new Deadline(DEADLINE, Authority.TAG));
    }

    @Test
    void believesNoDeadlineFurtherAheadThanAYear() {
        // Given
        State known = started(NOON, DEADLINE);

        // When
        Decision decision = decider.decide(
                known, readings(NOON.plusSeconds(30), Optional.of(Instant.parse("9999-01-01T00:00:00Z"))), NOON);

        // Then
        assertThat(decision.next().memory().deadline().map(Deadline::at)).contains(DEADLINE);
        assertThat(decision.actions()).isEmpty();
    }

    @Test
    void announcesAnExtensionAndWarnsAnew() {
        // Given
        Instant warnedAt = DEADLINE.minusSeconds(300);
        Instant extended = DEADLINE.plusSeconds(3600);
        State warned = decider.decide(started(NOON, DEADLINE), readings(warnedAt, Optional.of(DEADLINE)), warnedAt)
                .next();

        // When
        Decision decision = decider.decide(
                warned, readings(warnedAt.plusSeconds(30), Optional.of(extended)), warnedAt.plusSeconds(30));

        // Then
        assertThat(decision.actions()).containsExactly(new Action.Announce(DEADLINE, extended));
        assertThat(decision.next().memory().warned()).isEmpty();
        assertThat(decision.lookAgain()).contains(extended.minus(Duration.ofMinutes(15)));
    }

    @Test
    void givesOneWarningForAllThatBecameDueWhileItWasDown() {
        // Given
        Instant now = DEADLINE.minusSeconds(200);

        // When
        Decision decision = decider.decide(started(NOON, DEADLINE), readings(now, Optional.of(DEADLINE)), now);

        // Then
        assertThat(decision.actions())
                .containsExactly(new Action.Warn(DEADLINE, Duration.ofMinutes(5), Duration.ofSeconds(200)));
    }

    @Test
    void doesNotRepeatAWarningInItsNextLife() {
        // Given
        Instant now = DEADLINE.minusSeconds(200);
        Memory memory = decider.decide(started(NOON, DEADLINE), readings(now, Optional.of(DEADLINE)), now)
                .next()
                .memory();

        // When
        Decision decision = decider.decide(
                State.remembering(memory), readings(now.plusSeconds(2), Optional.of(DEADLINE)), now.plusSeconds(2));

        // Then
        assertThat(decision.actions()).containsExactly(new Action.SayStarted(Optional.of(DEADLINE)));
    }

    @Test
    void forgetsTheMemoryOfAnotherInstance() {
        // Given: a disk copied from an instance that is long over
        Memory copied = new Memory(
                Optional.of(ANOTHER),
                Optional.of(new Deadline(NOON.minusSeconds(9000), Authority.TAG)),
                NOON.minusSeconds(20000),
                Optional.empty(),
                Memory.Boot.FRESH,
                Memory.Work.NOTHING);

        // When
        Decision decision = decider.decide(State.remembering(copied), readings(NOON, Optional.empty()), NOON);

        // Then
        assertThat(decision.actions()).containsExactly(new Action.SayStarted(Optional.empty()));
        assertThat(decision.next().memory().instance()).contains(ME);
    }

    @Test
    void looksOnceMoreJustBeforeTheDeadline() {
        // Given
        Instant now = DEADLINE.minusSeconds(5);
        State known = warnedOfEverything();

        // When
        Decision first = decider.decide(known, readings(now.minusSeconds(20), Optional.of(DEADLINE)), now);
        Decision second =
                decider.decide(first.next(), readings(now.minusSeconds(20), Optional.of(DEADLINE)), now.plusSeconds(1));

        // Then
        assertThat(first.actions()).containsExactly(new Action.Look());
        assertThat(second.actions()).isEmpty();
    }

    @Test
    void reportsThenPowersOffOnceTheReportIsTaken() {
        // Given
        Readings late = readings(DEADLINE.minusSeconds(4), Optional.of(DEADLINE));

        // When
        Decision reached = decider.decide(warnedOfEverything(), late, DEADLINE);
        Decision waiting = decider.decide(reached.next(), late, DEADLINE.plusSeconds(1));
        Decision taken = decider.decide(waiting.next(), reported(), DEADLINE.plusSeconds(2));

        // Then
        assertThat(reached.actions()).containsExactly(new Action.ReportReached(DEADLINE));
        assertThat(waiting.actions()).isEmpty();
        assertThat(taken.actions()).containsExactly(new Action.PowerOff(1));
    }

    @Test
    void powersOffWithoutALastLookAndWithoutAReport() {
        // Given: nothing answers any more
        Readings stale = readings(NOON, Optional.of(DEADLINE));
        State asked = warnedOfEverything().asked(new State.Asked(DEADLINE, DEADLINE.minus(Decider.FRESH)));

        // When
        Decision early = decider.decide(asked, stale, DEADLINE.plusSeconds(1));
        Decision reached = decider.decide(early.next(), stale, DEADLINE.plusSeconds(2));
        Decision off = decider.decide(reached.next(), stale, DEADLINE.plusSeconds(6));

        // Then
        assertThat(early.actions()).isEmpty();
        assertThat(reached.actions()).containsExactly(new Action.ReportReached(DEADLINE));
        assertThat(off.actions()).containsExactly(new Action.PowerOff(1));
    }

    @Test
    void livesOnWhenTheLastLookShowsAnExtension() {
        // Given
        Instant extended = DEADLINE.plusSeconds(3600);

        // When
        Decision decision = decider.decide(
                warnedOfEverything(), readings(DEADLINE.minusSeconds(1), Optional.of(extended)), DEADLINE);

        // Then
        assertThat(decision.actions()).containsExactly(new Action.Announce(DEADLINE, extended));
    }

    @Test
    void powersOffAgainUntilTheMachineIsGone() {
        // Given
        State off = warnedOfEverything().ending(DEADLINE).poweredOff(DEADLINE.plusSeconds(1));

        // When
        Decision tooSoon = decider.decide(off, reported(), DEADLINE.plusSeconds(5));
        Decision again = decider.decide(off, reported(), DEADLINE.plusSeconds(6));

        // Then
        assertThat(tooSoon.actions()).isEmpty();
        assertThat(again.actions()).containsExactly(new Action.PowerOff(2));
    }

    @Test
    void aClockSetBackDoesNotHoldOffAnEndThatHasBegun() {
        // Given
        State ending = warnedOfEverything().ending(DEADLINE);

        // When
        Decision decision = decider.decide(ending, readings(NOON, Optional.of(DEADLINE)), NOON);

        // Then
        assertThat(decision.actions()).containsExactly(new Action.PowerOff(1));
    }

    private Memory decide(Optional<Instant> tag, Optional<Instant> config, Optional<Instant> environment) {
        return decider.decide(
                        FRESH,
                        new Readings(
                                Optional.of(ME),
                                true,
                                true,
                                NOON,
                                tag,
                                config,
                                environment,
                                false,
                                Readings.Spot.QUIET,
                                Readings.Host.QUIET,
                                Readings.Jobs.NONE),
                        NOON)
                .next()
                .memory();
    }

    private static Readings readings(Instant lookedAt, Optional<Instant> tag) {
        return new Readings(
                Optional.of(ME),
                true,
                true,
                lookedAt,
                tag,
                Optional.empty(),
                Optional.empty(),
                false,
                Readings.Spot.QUIET,
                Readings.Host.QUIET,
                Readings.Jobs.NONE);
    }

    private static Readings reported() {
        return new Readings(
                Optional.of(ME),
                true,
                true,
                DEADLINE.minusSeconds(4),
                Optional.of(DEADLINE),
                Optional.empty(),
                Optional.empty(),
                true,
                Readings.Spot.QUIET,
                Readings.Host.QUIET,
                Readings.Jobs.NONE);
    }

    private static State started(Instant learnedAt, Instant deadline) {
        return State.remembering(new Memory(
                        Optional.of(ME),
                        Optional.of(new Deadline(deadline, Authority.TAG)),
                        learnedAt,
                        Optional.empty(),
                        Memory.Boot.FRESH,
                        Memory.Work.NOTHING))
                .saidStarted();
    }

    private static State warnedOfEverything() {
        State state = started(NOON, DEADLINE);
        return state.with(state.memory().warned(Duration.ofMinutes(1)));
    }
}
