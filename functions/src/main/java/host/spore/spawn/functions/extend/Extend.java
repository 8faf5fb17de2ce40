package host.spore.spawn.functions.extend;

import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.functions.lookup.Found;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.Extension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides about a deadline. What is acknowledged must hold, so nothing is once expiry may have begun: the agent reads
 * the tag a last time right before it powers off, and no extension may be on its way then.
 */
final class Extend {
    /** DESIGN, four keepers: refused from here on. */
    static final Duration EXPIRY = Duration.ofSeconds(30);

    /** How long before the old deadline the tag must be in place, so that the agent's last look finds it. */
    static final Duration LAST_LOOK = Duration.ofSeconds(10);

    /** By when every keeper that missed an extension would have ended the instance: the timer on it acts 90 s after. */
    static final Duration ALL_KEEPERS = Duration.ofSeconds(150);

    static final Duration LONGEST = Duration.ofDays(365);

    /**
     * A tag that is written late is at most as old as the function lives (60 s), and may be one that an extension has
     * overtaken meanwhile: this is long enough for it to be mended before the agent could go by it.
     */
    static final Duration SHORTEST = Duration.ofMinutes(2);

    private Extend() {}

    /** What to do. */
    sealed interface Decision {
        /** Write it, if the row still is as it was read. */
        record Move(Extension extension) implements Decision {}

        /** This very command has moved it already. */
        record Moved(Extension extension) implements Decision {}

        /** @param reason for people */
        record Refuse(String reason) implements Decision {}
    }

    static Decision decide(ExtendInstance command, Found.Instance target, Instant now) {
        Optional<String> ended = ended(target);
        if (ended.isPresent()) {
            return new Decision.Refuse(ended.get());
        }
        Optional<Instant> recorded = target.row().deadline();
        if (recorded.isEmpty()) {
            return new Decision.Refuse(target.shown() + " is not recorded yet: try again once it is ready");
        }
        Instant deadline = recorded.get();
        if (!now.isBefore(deadline.minus(EXPIRY))) {
            return new Decision.Refuse(target.shown() + ": its deadline " + shown(deadline)
                    + " is too close or over, and its end has begun (extend up to " + EXPIRY.toSeconds()
                    + " s before): launch a new one");
        }
        Optional<Extension> before = target.row().extensionBy(command.envelope().id());
        if (before.isPresent()) {
            return new Decision.Moved(before.get());
        }
        Instant wanted = wanted(command, deadline).truncatedTo(ChronoUnit.SECONDS);
        Optional<String> wrongWay =
                command.shorten() ? noEarlier(wanted, deadline, target, now) : noLater(wanted, deadline, target, now);
        if (wrongWay.isPresent()) {
            return new Decision.Refuse(wrongWay.get());
        }
        // A deadline has whole seconds wherever a launch fixed it; one that has not is not cut by an extension.
        boolean isCut = !command.shorten() && wanted.isBefore(deadline);
        return new Decision.Move(new Extension(command.envelope().id(), deadline, isCut ? deadline : wanted));
    }

    private static Optional<String> noLater(Instant wanted, Instant deadline, Found.Instance target, Instant now) {
        if (wanted.isBefore(deadline.truncatedTo(ChronoUnit.SECONDS))) {
            return Optional.of(shown(wanted) + " is before the deadline " + shown(deadline) + " of " + target.shown()
                    + ": it is shortened with --shorten alone; to end it now, terminate it");
        }
        return wanted.isAfter(now.plus(LONGEST))
                ? Optional.of(shown(wanted) + " is more than " + LONGEST.toDays() + " days ahead: that is the most")
                : Optional.empty();
    }

    private static Optional<String> noEarlier(Instant wanted, Instant deadline, Found.Instance target, Instant now) {
        if (wanted.isAfter(deadline)) {
            return Optional.of(shown(wanted) + " is after the deadline " + shown(deadline) + " of " + target.shown()
                    + ": leave out --shorten to extend it");
        }
        return wanted.isBefore(now.plus(SHORTEST))
                ? Optional.of(shown(wanted) + " is less than " + SHORTEST.toSeconds() + " s ahead, and "
                        + target.shown() + " has to learn of it: to end it now, terminate it")
                : Optional.empty();
    }

    /**
     * Whether the move may be acknowledged, table and tag being written.
     *
     * @return why not
     */
    static Optional<String> tooLate(Extension move, Found.Instance target, Instant now) {
        Optional<String> ended = ended(target);
        if (move.isShortening()) {
            // An end at the new deadline is what was asked for.
            return now.isBefore(move.deadline()) ? ended : Optional.empty();
        }
        if (ended.isPresent()) {
            return ended;
        }
        boolean isInTime = now.isBefore(move.previous().minus(LAST_LOOK));
        boolean hasOutlived =
                target.view().isPresent() && now.isAfter(move.previous().plus(ALL_KEEPERS));
        return isInTime || hasOutlived
                ? Optional.empty()
                : Optional.of(target.shown() + ": the new deadline " + shown(move.deadline())
                        + " is written, but so late that the agent may have ended the instance at "
                        + shown(move.previous()) + ": look at it, and launch a new one if it is gone");
    }

    /**
     * Whether another command has moved the deadline back over what this one promises: then neither is acknowledged as if
     * it stood.
     *
     * @return by what it was overtaken
     */
    static Optional<String> overtaken(Extension move, Found.Instance target) {
        Instant deadline = target.row().deadline().orElse(move.deadline());
        if (move.isShortening() && deadline.isAfter(move.deadline())) {
            return Optional.of(target.shown() + ": its deadline was shortened to " + shown(move.deadline())
                    + ", and then extended to " + shown(deadline) + " by another command, which stands");
        }
        if (!move.isShortening()
                && deadline.isBefore(move.deadline())
                && target.row().hasLeft(move.deadline())) {
            return Optional.of(target.shown() + ": its deadline was extended to " + shown(move.deadline())
                    + ", and then shortened to " + shown(deadline) + " by another command, which stands");
        }
        return Optional.empty();
    }

    private static Optional<String> ended(Found.Instance target) {
        if (target.isEnding()) {
            return Optional.of(target.shown() + " has ended: launch a new one");
        }
        if (target.row().text(Column.END_CAUSE).equals(Optional.of(EndCause.COST.wire()))) {
            return Optional.of(target.shown() + " has reached its cost limit, which no extension lifts, and its end has"
                    + " begun: launch a new one");
        }
        if (target.row().has(Column.EXPIRING_AT) || target.row().has(Column.ENDED_BY_KEEPER)) {
            return Optional.of(target.shown() + " has reached its deadline, and its end has begun: launch a new one");
        }
        if (target.row().has(Column.TERMINATE_COMMAND)) {
            return Optional.of(target.shown() + " is being terminated by command "
                    + target.row().text(Column.TERMINATE_COMMAND).orElse("") + ": launch a new one");
        }
        return Optional.empty();
    }

    private static Instant wanted(ExtendInstance command, Instant deadline) {
        SpawnDuration by = command.by();
        if (by == null) {
            return until(command);
        }
        return command.shorten() ? deadline.minus(by.value()) : deadline.plus(by.value());
    }

    private static Instant until(ExtendInstance command) {
        Instant until = command.until();
        if (until == null) {
            throw new IllegalStateException("ExtendInstance has by or until");
        }
        return until;
    }

    private static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
