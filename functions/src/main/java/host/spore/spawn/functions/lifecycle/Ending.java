package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Keeper;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How an instance ended, and why: {@code InstanceExpired} or {@code InstanceEnded}, exactly one of them.
 *
 * @param correlationId of its launch
 * @param name see {@link String}
 * @param type of the event
 * @param fields of the event, without its envelope
 */
record Ending(String correlationId, String name, String type, JsonObject fields) {
    /** EC2's events tell whole seconds, and clocks differ a little. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** The timer on the instance fires every minute, from 90 s past the deadline; EC2's event tells whole seconds. */
    private static final Duration DEAD_MAN = Duration.ofSeconds(80);

    /** EC2 gives two minutes' notice; what ends so soon after one ends because of it, whoever made the last call. */
    private static final Duration AFTER_NOTICE = Duration.ofMinutes(10);

    static Ending of(Lifecycle.Sight sight) {
        InstanceRow row = sight.row();
        Instant endedAt = row.instant(Column.ENDING_SEEN_AT).orElse(sight.now());
        Optional<Keeper> keeper = keeper(row);
        if (keeper.isPresent()) {
            return expired(sight, endedAt, keeper.get());
        }
        Optional<EndCause> cause = recordedCause(row);
        if (cause.isPresent()) {
            return ended(sight, endedAt, cause.get());
        }
        if (!endedAt.isBefore(sight.due().minus(SLACK))) {
            boolean byTimer = !endedAt.isBefore(sight.due().plus(DEAD_MAN));
            return expired(sight, endedAt, byTimer ? Keeper.DEAD_MAN : Keeper.UNKNOWN);
        }
        return ended(sight, endedAt, observedCause(sight, endedAt));
    }

    /** Whoever ends an instance at its deadline writes so first. */
    private static Optional<Keeper> keeper(InstanceRow row) {
        return row.has(Column.DEADLINE_REACHED_AT)
                ? Optional.of(Keeper.AGENT)
                : row.text(Column.ENDED_BY_KEEPER).map(Keeper::parse);
    }

    /** As does whoever ends it before. */
    private static Optional<EndCause> recordedCause(InstanceRow row) {
        return row.has(Column.TERMINATE_COMMAND)
                ? row.text(Column.TERMINATE_CAUSE).map(EndCause::parse).or(() -> Optional.of(EndCause.COMMAND))
                : row.text(Column.END_CAUSE).map(EndCause::parse);
    }

    private static EndCause observedCause(Lifecycle.Sight sight, Instant endedAt) {
        String code = sight.view().map(InstanceView::endReason).orElse("");
        if (code.startsWith("Server.SpotInstance") || isSoonAfter(sight.row(), Column.SPOT_WARNED_AT, endedAt)) {
            return EndCause.SPOT;
        }
        if (code.equals("Client.InstanceInitiatedShutdown") && isSoonAfter(sight.row(), Column.FINISHED_AT, endedAt)) {
            return EndCause.FINISHED;
        }
        if (code.startsWith("Client.")) {
            return EndCause.USER;
        }
        return sight.row().has(Column.SPOT_WARNED_AT) ? EndCause.SPOT : EndCause.UNKNOWN;
    }

    private static boolean isSoonAfter(InstanceRow row, Column column, Instant endedAt) {
        return row.instant(column)
                .filter(at -> !endedAt.plus(SLACK).isBefore(at) && endedAt.isBefore(at.plus(AFTER_NOTICE)))
                .isPresent();
    }

    private static Ending expired(Lifecycle.Sight sight, Instant endedAt, Keeper keeper) {
        String deadline = shown(sight.due());
        String reason = switch (keeper) {
            case AGENT -> "deadline " + deadline + " reached; spored powered the instance off";
            case LIFECYCLE, REAPER ->
                "deadline " + deadline + " reached; spored had not powered the instance off (" + lastHeard(sight.row())
                        + "), so the " + keeper.wire() + " terminated it";
            case DEAD_MAN ->
                "deadline " + deadline + " reached; spored had not powered the instance off (" + lastHeard(sight.row())
                        + "), and the timer beside it did, as far as can be seen";
            case UNKNOWN ->
                "gone at its deadline " + deadline + "; nobody said to have ended it (" + lastHeard(sight.row()) + ")";
        };
        return new Ending(
                correlationId(sight),
                name(sight),
                "InstanceExpired",
                fields(sight, endedAt)
                        .put("deadline", sight.due().toString())
                        .put("keeper", keeper.wire())
                        .put("reason", reason)
                        .build());
    }

    private static Ending ended(Lifecycle.Sight sight, Instant endedAt, EndCause cause) {
        InstanceRow row = sight.row();
        String reason = switch (cause) {
            case COMMAND -> "terminated by " + command(row) + given(row, ": ");
            case IDLE -> given(row, "") + "; terminated as its launch asked, by " + command(row);
            case FINISHED ->
                row.has(Column.TERMINATE_COMMAND)
                        ? given(row, "") + "; terminated as its launch asked, by " + command(row)
                        : "finished: " + row.text(Column.FINISHED).orElse("") + "; powered off from inside";
            case LAUNCH -> "its launch failed after EC2 had started it; LaunchFailed has the reason";
            case COST -> "it has cost what its launch allowed: " + Spending.shown(sight, endedAt);
            case SPOT ->
                "EC2 took the spot capacity back"
                        + row.text(Column.SPOT_WARNED_AT)
                                .map(at -> " (its notice came at " + at + ")")
                                .orElse(" without notice");
            case USER ->
                "powered off from inside, or terminated past spawn ("
                        + sight.view().map(InstanceView::endReason).orElse("no reason given") + ")";
            case UNKNOWN ->
                "it was gone before its deadline " + shown(sight.due()) + ", and neither spawn nor EC2 says why";
        };
        return new Ending(
                correlationId(sight),
                name(sight),
                "InstanceEnded",
                fields(sight, endedAt)
                        .put("cause", cause.wire())
                        .put("reason", reason)
                        .build());
    }

    private static String command(InstanceRow row) {
        return "command " + row.text(Column.TERMINATE_COMMAND).orElse("");
    }

    /** The command's own reason, if it had one. */
    private static String given(InstanceRow row, String before) {
        return row.text(Column.TERMINATE_REASON)
                .filter(reason -> !reason.isEmpty())
                .map(reason -> before + reason)
                .orElse("");
    }

    private static JsonObject.Builder fields(Lifecycle.Sight sight, Instant endedAt) {
        InstanceId id = sight.row().id();
        return JsonObject.builder()
                .put("instanceId", id.value())
                .put("name", name(sight))
                .put("endedAt", endedAt.toString())
                .put("cost", sight.bill().map(bill -> bill.at(endedAt).toJson()).orElse(null))
                .put("source", sight.row().text(Column.END_SEEN_BY).orElse(null));
    }

    static String name(Lifecycle.Sight sight) {
        return sight.row()
                .text(Column.NAME)
                .or(() -> sight.view().flatMap(view -> view.tag("Name")))
                .orElse("unknown");
    }

    /** The launch's; an instance whose row and tags are gone begins its own. */
    static String correlationId(Lifecycle.Sight sight) {
        return sight.row()
                .text(Column.CORRELATION_ID)
                .or(() -> sight.view().flatMap(InstanceView::correlationId))
                .orElse(sight.row().id().value());
    }

    static String lastHeard(InstanceRow row) {
        return row.instant(Column.AGENT_HEARD_AT)
                .or(() -> row.instant(Column.AGENT_STARTED_AT))
                .map(at -> "last heard " + shown(at))
                .orElse("never heard");
    }

    static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
