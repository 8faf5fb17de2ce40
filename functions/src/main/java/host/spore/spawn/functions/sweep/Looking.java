package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.CommandFailed;
import host.spore.spawn.events.CommandRejected;
import host.spore.spawn.events.Cost;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.InstanceExpired;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceReady;
import host.spore.spawn.events.LaunchFailed;
import host.spore.spawn.events.LaunchRejected;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a row is over, and how it was. Events wake; what is true stands in the tables. */
final class Looking {
    /** What an agent said last may be heard after EC2 said that its instance is gone. */
    static final Duration LATE_WORDS = Duration.ofSeconds(30);

    /** The reaper says within five minutes what nobody else has said; after this much nobody will. */
    static final Duration UNSAID = Duration.ofMinutes(20);

    private static final Duration LAUNCHING = Duration.ofMinutes(10);
    private static final Duration ENDING = Duration.ofMinutes(2);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration BEHIND_THE_DEADLINE = Duration.ofMinutes(2);

    private Looking() {}

    /**
     * What is known.
     *
     * @param row as it was read
     * @param sweep as it was read
     * @param launched the outcome of its launch; empty while there is none
     * @param gone the event of its instance's end; empty while that was not said
     * @param recorded the row of its instance, which may be absent
     * @param isGone whether EC2 knows it no more, or as terminated
     * @param now see {@link Instant}
     */
    record Sight(
            RowItem row,
            SweepItem sweep,
            Optional<Event> launched,
            Optional<Event> gone,
            InstanceRow recorded,
            boolean isGone,
            Instant now) {}

    /** What is decided. */
    sealed interface Decision {}

    /** @param code of its command; empty where that was not heard of */
    record Over(RowEnd end, OptionalInt code) implements Decision {}

    /**
     * It holds its place.
     *
     * @param patience after which it is looked at again, whatever was heard
     * @param end why its instance is to be ended; empty: it is not
     */
    record Hold(Duration patience, Optional<String> end) implements Decision {}

    /** The instance that the outcome of a launch tells of. */
    static Optional<InstanceId> instanceOf(Event launched) {
        if (launched instanceof InstanceReady ready) {
            return Optional.of(ready.instanceId());
        }
        return launched instanceof LaunchFailed failed && failed.keptUntil() != null
                ? Optional.ofNullable(failed.instanceId())
                : Optional.empty();
    }

    static Decision decide(Sight sight) {
        Optional<RowEnd> unlaunched = sight.launched().flatMap(event -> unlaunched(event, sight));
        if (unlaunched.isPresent()) {
            return new Over(unlaunched.get(), OptionalInt.empty());
        }
        OptionalInt code = code(sight);
        Optional<Gone> gone = gone(sight);
        if (gone.isPresent()) {
            boolean mayBeHeardYet = sight.row().work() != RowWork.NONE
                    && code.isEmpty()
                    && !sight.recorded().has(Column.FINISHED)
                    && sight.now().isBefore(gone.get().at().plus(LATE_WORDS));
            return mayBeHeardYet
                    ? new Hold(LATE_WORDS, Optional.empty())
                    : new Over(ended(sight, gone.get(), code), code);
        }
        if (sight.row().instance().isEmpty()) {
            return new Hold(LAUNCHING, Optional.empty());
        }
        if (sight.sweep().isCancelled()) {
            return new Hold(ENDING, sight.sweep().mark().map(Mark::reason));
        }
        if (sight.row().work() == RowWork.ENDS_WITH_IT && code.isPresent()) {
            return new Hold(ENDING, Optional.of(exited(code.getAsInt())));
        }
        return new Hold(patience(sight), Optional.empty());
    }

    /** A tenth of what is left, so that a row of a year is looked at some hundred times and not every ten minutes. */
    private static Duration patience(Sight sight) {
        Duration left = sight.recorded()
                .deadline()
                .map(deadline -> Duration.between(sight.now(), deadline.plus(BEHIND_THE_DEADLINE)))
                .orElse(SHORTEST);
        if (left.compareTo(ENDING) < 0) {
            return ENDING;
        }
        Duration tenth = left.dividedBy(10);
        Duration patience = tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth;
        return patience.compareTo(left) < 0 ? patience : left;
    }

    private static Optional<RowEnd> unlaunched(Event launched, Sight sight) {
        return whyUnlaunched(launched)
                .map(why -> RowEnd.of(
                        sight.sweep().isCancelled() ? RowStatus.CANCELLED : RowStatus.FAILED,
                        why,
                        launched.envelope().at()));
    }

    private static Optional<String> whyUnlaunched(Event launched) {
        if (launched instanceof LaunchRejected rejected) {
            return Optional.of("its launch was refused: " + rejected.reason());
        }
        if (launched instanceof CommandRejected rejected) {
            return Optional.of("its launch was refused: " + rejected.reason());
        }
        if (launched instanceof CommandFailed failed) {
            return Optional.of("its launch failed: " + failed.reason());
        }
        // One that was kept lives, to be looked at, until its deadline.
        return launched instanceof LaunchFailed failed && failed.keptUntil() == null
                ? Optional.of("its launch failed: " + failed.reason())
                : Optional.empty();
    }

    private static OptionalInt code(Sight sight) {
        return sight.row().exitCode().isPresent()
                ? sight.row().exitCode()
                : sight.recorded()
                        .text(Column.WORKLOAD_EXIT_CODE)
                        .map(text -> OptionalInt.of(Integer.parseInt(text)))
                        .orElseGet(OptionalInt::empty);
    }

    /**
     * An instance's end.
     *
     * @param cause as the event names it
     * @param isSpot EC2 took it back
     */
    private record Gone(Instant at, String cause, String reason, Optional<Cost> cost, boolean isSpot) {}

    private static Optional<Gone> gone(Sight sight) {
        Optional<Gone> said = sight.gone().flatMap(Looking::said);
        if (said.isPresent()) {
            return said;
        }
        return sight.recorded()
                .instant(Column.ENDING_SEEN_AT)
                .filter(seen -> sight.isGone() && sight.now().isAfter(seen.plus(UNSAID)))
                .map(seen -> new Gone(
                        seen, "unknown", "EC2 knows it no more, and nobody has said why", Optional.empty(), false));
    }

    private static Optional<Gone> said(Event event) {
        if (event instanceof InstanceEnded ended) {
            return Optional.of(new Gone(
                    ended.endedAt(),
                    ended.cause().wire(),
                    ended.reason(),
                    Optional.ofNullable(ended.cost()),
                    ended.cause() == EndCause.SPOT));
        }
        return event instanceof InstanceExpired expired
                ? Optional.of(new Gone(
                        expired.endedAt(), "deadline", expired.reason(), Optional.ofNullable(expired.cost()), false))
                : Optional.empty();
    }

    private static RowEnd ended(Sight sight, Gone gone, OptionalInt code) {
        Told told = told(sight, gone, code);
        return new RowEnd(
                told.status(),
                told.reason(),
                gone.at(),
                Optional.of(gone.cause()),
                gone.cost().map(cost -> cost.sum().toString()),
                sight.recorded().text(Column.WORKLOAD_RESULTS));
    }

    private record Told(RowStatus status, String reason) {}

    /** Its work tells, where that was heard of: whoever ended the instance then, and for whatever reason. */
    private static Told told(Sight sight, Gone gone, OptionalInt code) {
        if (code.isPresent()) {
            return new Told(code.getAsInt() == 0 ? RowStatus.DONE : RowStatus.FAILED, exited(code.getAsInt()));
        }
        Optional<String> finished = sight.recorded().text(Column.FINISHED);
        if (finished.isPresent()) {
            boolean isFailed = finished.get().startsWith("failed");
            return new Told(isFailed ? RowStatus.FAILED : RowStatus.DONE, "finished: " + finished.get());
        }
        if (sight.sweep().isCancelled()) {
            return new Told(
                    RowStatus.CANCELLED, sight.sweep().mark().map(Mark::reason).orElse(gone.reason()));
        }
        if (sight.row().work() == RowWork.NONE && !gone.isSpot()) {
            return new Told(RowStatus.DONE, gone.reason());
        }
        return new Told(RowStatus.FAILED, "gone before its work was done: " + gone.reason());
    }

    private static String exited(int code) {
        return "its command ended with " + code;
    }
}
