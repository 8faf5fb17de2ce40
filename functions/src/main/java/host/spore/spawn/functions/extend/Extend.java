package host.spore.spawn.functions.extend;

import host.spore.spawn.events.ExtendInstance;
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
        Instant wanted = (command.by() == null
                        ? until(command)
                        : deadline.plus(command.by().value()))
                .truncatedTo(ChronoUnit.SECONDS);
        if (wanted.isBefore(deadline.truncatedTo(ChronoUnit.SECONDS))) {
            return new Decision.Refuse(shown(wanted) + " is before the deadline " + shown(deadline) + " of "
                    + target.shown() + ": extend never shortens; to end it sooner, terminate it");
        }
        if (wanted.isAfter(now.plus(LONGEST))) {
            return new Decision.Refuse(
                    shown(wanted) + " is more than " + LONGEST.toDays() + " days ahead: that is the most");
        }
        return new Decision.Move(
                new Extension(command.envelope().id(), deadline, wanted.isBefore(deadline) ? deadline : wanted));
    }

    /**
     * Whether the extension may be acknowledged, table and tag being written.
     *
     * @return why not
     */
    static Optional<String> tooLate(Extension extension, Found.Instance target, Instant now) {
        Optional<String> ended = ended(target);
        if (ended.isPresent()) {
            return ended;
        }
        boolean isInTime = now.isBefore(extension.previous().minus(LAST_LOOK));
        boolean hasOutlived =
                target.view().isPresent() && now.isAfter(extension.previous().plus(ALL_KEEPERS));
        return isInTime || hasOutlived
                ? Optional.empty()
                : Optional.of(target.shown() + ": the new deadline " + shown(extension.deadline())
                        + " is written, but so late that the agent may have ended the instance at "
                        + shown(extension.previous()) + ": look at it, and launch a new one if it is gone");
    }

    private static Optional<String> ended(Found.Instance target) {
        if (target.isEnding()) {
            return Optional.of(target.shown() + " has ended: launch a new one");
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
