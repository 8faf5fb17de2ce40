package host.spore.spawn.cli;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** When an instance ends, in words. Formatted by hand: DateTimeFormatter and its locale data cost 30 ms. */
final class Ending {
    /** Below this, minutes are too coarse to say when. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    private Ending() {}

    /** An estimate: the control plane fixes the deadline when it asks EC2, a moment after the command. */
    static String of(LaunchInstance launch, ZoneId zone) {
        SpawnDuration ttl = launch.life().length();
        Instant now = launch.envelope().at();
        return moment(now.plus(ttl.value()), now, zone) + ", " + words(ttl) + " after it starts"
                + (launch.life().ttl() == null ? " (--ttl); " : "; ") + idle(launch);
    }

    private static String idle(LaunchInstance launch) {
        Optional<PowerAction> action = launch.idleAction();
        Optional<SpawnDuration> timeout = launch.life().watchedIdleTimeout();
        if (action.isEmpty() || timeout.isEmpty()) {
            return "idle is not watched (--idle-timeout)";
        }
        return verb(action.get()) + " after " + words(timeout.get()) + " idle"
                + why(launch, launch.life().onIdle() == PowerAction.TERMINATE)
                + (launch.life().idleTimeout() == null ? " (--idle-timeout)" : "");
    }

    /** What follows once its work is done; empty when nothing does. */
    static Optional<String> whenDone(LaunchInstance launch) {
        return launch.completionAction()
                .power()
                .map(action -> verb(action) + why(launch, launch.life().onComplete() == CompletionAction.TERMINATE));
    }

    /** What ends it before its deadline; empty when nothing does. */
    static Optional<String> costLimit(LaunchInstance launch) {
        return Optional.ofNullable(launch.purchase().costLimit())
                .map(limit -> Usd.parse(limit)
                        + " USD of computing and volumes end it before that; refused if its price is not known");
    }

    private static String verb(PowerAction action) {
        return switch (action) {
            case STOP -> "stops";
            case HIBERNATE -> "hibernates";
            case TERMINATE -> "ends";
        };
    }

    /** @param asked for the end itself: then there is nothing to explain */
    private static String why(LaunchInstance launch, boolean asked) {
        return launch.purchase().spot() && !asked ? ", as spot cannot be stopped" : "";
    }

    /** {@code 19:42 today (18:42 UTC)}, with seconds when it is near. */
    static String moment(Instant at, Instant now, ZoneId zone) {
        OffsetDateTime then = OffsetDateTime.ofInstant(at, zone);
        OffsetDateTime today = OffsetDateTime.ofInstant(now, zone);
        boolean isNear = Duration.between(now, at).compareTo(SHORT) < 0;
        StringBuilder out = new StringBuilder().append(time(then, isNear));
        if (then.toLocalDate().equals(today.toLocalDate())) {
            out.append(" today");
        } else if (then.toLocalDate().equals(today.toLocalDate().plusDays(1))) {
            out.append(" tomorrow");
        } else {
            out.append(" on ").append(then.toLocalDate());
        }
        // The agent, the tags and every event speak of UTC.
        return out.append(" (")
                .append(
                        then.getOffset().equals(ZoneOffset.UTC)
                                ? ""
                                : time(OffsetDateTime.ofInstant(at, ZoneOffset.UTC), isNear) + " ")
                .append("UTC)")
                .toString();
    }

    private static String time(OffsetDateTime moment, boolean withSeconds) {
        return twoDigits(moment.getHour()) + ":" + twoDigits(moment.getMinute())
                + (withSeconds ? ":" + twoDigits(moment.getSecond()) : "");
    }

    /** {@code 2 h 30 m}. */
    static String words(SpawnDuration duration) {
        return duration.toString().replaceAll("(?<=\\d)(?=[smhd])|(?<=[smhd])(?=\\d)", " ");
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
