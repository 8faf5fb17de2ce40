package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one decision of the agent, pure: the same readings, state and instant always give the same actions. Loops instead
 * of streams, here and in all that is resident: their classes alone are 400 KB.
 *
 * <p>The bounds add up to a promise: the first power-off comes at most {@link #LAST_LOOK} + {@link #REPORT} after the
 * deadline, and never before it.
 */
final class Decider {
    /** An extension is refused from 30 s before the deadline on, so what was read this late is final. */
    static final Duration FRESH = Duration.ofSeconds(5);
    /** How long past the deadline the last look may take. */
    static final Duration LAST_LOOK = Duration.ofSeconds(2);
    /** How long the publishing of {@code DeadlineReached} may take. */
    static final Duration REPORT = Duration.ofSeconds(4);
    /** Between two attempts to power off. */
    static final Duration AGAIN = Duration.ofSeconds(5);
    /** The control plane sets no deadline further ahead than a year (and a day for its own clock). */
    static final Duration FURTHEST = Duration.ofDays(367);

    private final Settings settings;

    Decider(Settings settings) {
        this.settings = settings;
    }

    Decision decide(State state, Readings readings, Instant now) {
        Turn turn = new Turn(settings, state, readings, now);
        boolean ends = state.ending().isPresent();
        if (!ends) {
            turn.state = state.with(learn(state.memory(), readings, now, turn.actions));
        }
        if (!turn.state.started() && readings.canSpeak() && readings.looked()) {
            turn.act(new Action.SayStarted(turn.deadline()));
            turn.state = turn.state.saidStarted();
        }
        if (!ends) {
            SpotRules.decide(turn);
            HookRules.decide(turn);
            WorkRules.decide(turn);
            IdleRules.decide(turn);
        }
        if (turn.deadline().isPresent()) {
            Instant deadline = turn.deadline().get();
            turn.state = warn(turn.state, deadline, now, turn.actions);
            turn.state = end(turn, deadline);
        }
        return new Decision(turn.state, turn.actions, lookAgain(turn.state, now));
    }

    private static Memory learn(Memory memory, Readings readings, Instant now, List<Action> actions) {
        Memory mine = memory;
        if (readings.instance().isPresent()) {
            boolean another =
                    memory.instance().isPresent() && !memory.instance().equals(readings.instance());
            mine = (another ? Memory.EMPTY : memory).of(readings.instance().get());
        }
        Optional<Deadline> known = mine.deadline();
        Optional<Deadline> said = authoritative(known, readings, now);
        if (said.equals(known)) {
            return mine;
        }
        Optional<Instant> before = known.map(Deadline::at);
        Optional<Instant> after = said.map(Deadline::at);
        if (after.equals(before)) {
            return mine.deadline(said, mine.learnedAt(), mine.warned());
        }
        if (before.isPresent() && after.isPresent()) {
            actions.add(new Action.Announce(before.get(), after.get()));
        }
        return mine.deadline(said, now, Optional.empty());
    }

    /** A deadline that a higher authority once gave outlives its silence; otherwise an outage would end extensions. */
    private static Optional<Deadline> authoritative(Optional<Deadline> known, Readings readings, Instant now) {
        Optional<Deadline> tag = believable(readings.tag(), Authority.TAG, now);
        if (tag.isPresent() || known.filter(d -> d.authority() == Authority.TAG).isPresent()) {
            return tag.or(() -> known);
        }
        return believable(readings.config(), Authority.CONFIG, now)
                .or(() -> believable(readings.environment(), Authority.ENVIRONMENT, now))
                .or(() -> known);
    }

    private static Optional<Deadline> believable(Optional<Instant> said, Authority by, Instant now) {
        return said.filter(at -> !at.isAfter(now.plus(FURTHEST))).map(at -> new Deadline(at, by));
    }

    /** Several warnings that are due at once, after a crash or a jump of the clock, are one. */
    private State warn(State state, Instant deadline, Instant now, List<Action> actions) {
        if (!now.isBefore(deadline)) {
            return state;
        }
        Optional<Duration> shortest = Optional.empty();
        for (Duration lead : leadsToCome(state.memory(), deadline)) {
            if (!deadline.minus(lead).isAfter(now)) {
                shortest = Optional.of(lead);
            }
        }
        if (shortest.isEmpty()) {
            return state;
        }
        actions.add(new Action.Warn(deadline, shortest.get(), Duration.between(now, deadline)));
        return state.with(state.memory().warned(shortest.get()));
    }

    /** The longest first. */
    private List<Duration> leadsToCome(Memory memory, Instant deadline) {
        List<Duration> coming = new ArrayList<>();
        for (Duration lead : settings.warnings().plan(deadline, memory.learnedAt())) {
            if (memory.warned().isEmpty() || lead.compareTo(memory.warned().get()) < 0) {
                coming.add(lead);
            }
        }
        return coming;
    }

    private static State end(Turn turn, Instant deadline) {
        State state = turn.state;
        if (state.ending().isPresent()) {
            return powerOff(turn, state.ending().get());
        }
        Instant now = turn.now;
        Instant fresh = deadline.minus(FRESH);
        if (now.isBefore(fresh)) {
            return state;
        }
        boolean lookedLate = !turn.readings.lookedAt().isBefore(fresh);
        Optional<State.Asked> asked =
                state.asked().filter(look -> look.deadline().equals(deadline));
        // Its deadline may have passed, and been moved, while the machine was stopped or hibernated: it looks first.
        boolean waited = asked.isPresent()
                && turn.hasPassed(asked.get().at(), LAST_LOOK)
                && !now.isBefore(deadline.plus(LAST_LOOK));
        if (!now.isBefore(deadline) && (lookedLate || waited)) {
            turn.act(new Action.ReportReached(deadline));
            return state.ending(now);
        }
        if (!lookedLate && asked.isEmpty()) {
            turn.act(new Action.Look());
            return state.asked(new State.Asked(deadline, now));
        }
        return state;
    }

    private static State powerOff(Turn turn, Instant ending) {
        State state = turn.state;
        boolean due = state.poweredOffAt().isEmpty()
                ? turn.readings.reported() || turn.hasPassed(ending, REPORT)
                : turn.hasPassed(state.poweredOffAt().get(), AGAIN);
        if (!due) {
            return state;
        }
        turn.act(new Action.PowerOff(state.attempts() + 1));
        return state.poweredOff(turn.now);
    }

    private Optional<Instant> lookAgain(State state, Instant now) {
        if (state.memory().deadline().isEmpty()) {
            return Optional.empty();
        }
        Instant deadline = state.memory().deadline().get().at();
        List<Instant> due = new ArrayList<>();
        if (state.poweredOffAt().isPresent()) {
            due.add(state.poweredOffAt().get().plus(AGAIN));
        } else if (state.ending().isPresent()) {
            due.add(state.ending().get().plus(REPORT));
        } else {
            for (Duration lead : leadsToCome(state.memory(), deadline)) {
                due.add(deadline.minus(lead));
            }
            due.addAll(List.of(deadline.minus(FRESH), deadline, deadline.plus(LAST_LOOK)));
            if (state.asked().isPresent()) {
                due.add(state.asked().get().at().plus(LAST_LOOK));
            }
            HookRules.start(state.memory(), settings).ifPresent(due::add);
            HookRules.cutAt(state.memory()).ifPresent(due::add);
        }
        Optional<Instant> next = Optional.empty();
        for (Instant at : due) {
            if (at.isAfter(now) && (next.isEmpty() || at.isBefore(next.get()))) {
                next = Optional.of(at);
            }
        }
        return next;
    }
}
