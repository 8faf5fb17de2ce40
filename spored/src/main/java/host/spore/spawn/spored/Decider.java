package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one decision of the agent, pure: the same readings, state and instant always give the same actions.
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

    private final Warnings warnings;

    Decider(Warnings warnings) {
        this.warnings = warnings;
    }

    Decision decide(State state, Readings readings, Instant now) {
        List<Action> actions = new ArrayList<>();
        State next = state;
        if (next.ending().isEmpty()) {
            next = next.with(learn(next.memory(), readings, now, actions));
        }
        if (!next.started() && readings.canSpeak() && readings.looked()) {
            actions.add(new Action.SayStarted(next.memory().deadline().map(Deadline::at)));
            next = next.saidStarted();
        }
        if (next.memory().deadline().isPresent()) {
            Instant deadline = next.memory().deadline().get().at();
            next = warn(next, deadline, now, actions);
            next = end(next, readings, deadline, now, actions);
        }
        return new Decision(next, actions, lookAgain(next, now));
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
            return new Memory(mine.instance(), said, mine.learnedAt(), mine.warned());
        }
        if (before.isPresent() && after.isPresent()) {
            actions.add(new Action.Announce(before.get(), after.get()));
        }
        return new Memory(mine.instance(), said, now, Optional.empty());
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
        return plannedLeads(state.memory(), deadline)
                .filter(lead -> !deadline.minus(lead).isAfter(now))
                .min(Duration::compareTo)
                .map(lead -> {
                    actions.add(new Action.Warn(deadline, lead, Duration.between(now, deadline)));
                    return state.with(state.memory().warned(lead));
                })
                .orElse(state);
    }

    private Stream<Duration> plannedLeads(Memory memory, Instant deadline) {
        return warnings.plan(deadline, memory.learnedAt()).stream()
                .filter(lead -> memory.warned().isEmpty()
                        || lead.compareTo(memory.warned().get()) < 0);
    }

    private static State end(State state, Readings readings, Instant deadline, Instant now, List<Action> actions) {
        if (state.ending().isPresent()) {
            return powerOff(state, state.ending().get(), readings, now, actions);
        }
        Instant fresh = deadline.minus(FRESH);
        if (now.isBefore(fresh)) {
            return state;
        }
        boolean lookedLate = !readings.lookedAt().isBefore(fresh);
        if (!now.isBefore(deadline) && (lookedLate || !now.isBefore(deadline.plus(LAST_LOOK)))) {
            actions.add(new Action.ReportReached(deadline));
            return state.ending(now);
        }
        if (!lookedLate && !state.askedFor().equals(Optional.of(deadline))) {
            actions.add(new Action.Look());
            return state.asked(deadline);
        }
        return state;
    }

    private static State powerOff(State state, Instant ending, Readings readings, Instant now, List<Action> actions) {
        boolean due = state.poweredOffAt().isEmpty()
                ? readings.reported() || hasPassed(ending, REPORT, now)
                : hasPassed(state.poweredOffAt().get(), AGAIN, now);
        if (!due) {
            return state;
        }
        actions.add(new Action.PowerOff(state.attempts() + 1));
        return state.poweredOff(now);
    }

    /** A clock that was set back while the machine ends must not hold off the end. */
    private static boolean hasPassed(Instant since, Duration wait, Instant now) {
        return !now.isBefore(since.plus(wait)) || now.isBefore(since);
    }

    private Optional<Instant> lookAgain(State state, Instant now) {
        if (state.memory().deadline().isEmpty()) {
            return Optional.empty();
        }
        Instant deadline = state.memory().deadline().get().at();
        Stream<Instant> due;
        if (state.poweredOffAt().isPresent()) {
            due = Stream.of(state.poweredOffAt().get().plus(AGAIN));
        } else if (state.ending().isPresent()) {
            due = Stream.of(state.ending().get().plus(REPORT));
        } else {
            due = Stream.concat(
                    plannedLeads(state.memory(), deadline).map(deadline::minus),
                    Stream.of(deadline.minus(FRESH), deadline, deadline.plus(LAST_LOOK)));
        }
        return due.filter(at -> at.isAfter(now)).min(Instant::compareTo);
    }
}
