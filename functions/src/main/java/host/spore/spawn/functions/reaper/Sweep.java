package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.DriftRepaired;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.announce.Announcer;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sweep. The instances come first, because they cost money; then the commands without an outcome, then the outcomes
 * that nobody heard, then the commands that never started. What fails does not keep the rest from being done, but it is
 * remembered, and the sweep fails in the end: a sweep that could not look is not "nothing there".
 */
final class Sweep {
    private static final Duration FAILED_WITHIN = Duration.ofHours(24);
    private static final int MOST_BATCHES = 50;

    private final Parts parts;
    private final Log log;
    private final List<String> problems = new ArrayList<>();

    /**
     * What a sweep works with.
     *
     * @param commandFlows ARNs of the flows that must end in an outcome
     * @param grace after a deadline
     */
    record Parts(
            Instances instances,
            InstanceRows rows,
            Outcomes outcomes,
            Bus bus,
            Executions executions,
            DeadLetters deadLetters,
            InstantSource clock,
            List<String> commandFlows,
            Duration grace) {
        Parts {
            commandFlows = List.copyOf(commandFlows);
        }

        Announcer announcer() {
            return new Announcer(outcomes, bus);
        }
    }

    Sweep(Parts parts, Log log) {
        this.parts = parts;
        this.log = log;
    }

    /** @return what went wrong; empty when everything was looked at and done */
    List<String> run() {
        List<InstanceView> living = new ArrayList<>();
        attempt("list the instances", () -> living.addAll(parts.instances().living()));
        for (InstanceView view : living) {
            attempt("end " + view.id(), () -> endIfDue(view));
        }
        for (String flow : parts.commandFlows()) {
            attempt(
                    "close the commands of " + flow,
                    () -> parts.executions()
                            .failedSince(flow, parts.clock().instant().minus(FAILED_WITHIN))
                            .forEach(failed -> attempt("close " + failed.commandId(), () -> close(failed, living))));
        }
        attempt(
                "list what was not published",
                () -> parts.outcomes()
                        .unpublished()
                        .forEach(outcome -> attempt("publish " + outcome.key(), () -> publish(outcome))));
        attempt("read the dead letters", this::restartCommands);
        return List.copyOf(problems);
    }

    private void endIfDue(InstanceView listed) {
        InstanceId id = listed.id();
        if (!isDue(listed)) {
            return;
        }
        // The list may be minutes old: read again right before the kill (SCENARIOS 11).
        Optional<InstanceView> view = parts.instances().find(id);
        if (view.isEmpty() || view.get().state().isEnding() || !isDue(view.get())) {
            return;
        }
        if (!mayEnd(view.get())) {
            return;
        }
        log.warn(
                "ending an instance past its deadline",
                field("instanceId", id),
                field("name", view.get().tag("Name").orElse(null)),
                field("deadline", view.get().tag("ttl").orElse(null)));
        parts.instances().terminate(id);
    }

    private boolean isDue(InstanceView view) {
        Instant now = parts.clock().instant();
        return switch (Overdue.decide(view, row(view.id()), now, parts.grace())) {
            case Overdue.Verdict.Due(Instant deadline) -> true;
            case Overdue.Verdict.Alive(Instant until) -> false;
            case Overdue.Verdict.Unreadable() -> {
                log.error("an instance without a readable deadline", field("instanceId", view.id()));
                yield false;
            }
        };
    }

    /** Empty when the table cannot be read; an absent row tells nothing either. */
    private Optional<InstanceRow> row(InstanceId id) {
        try {
            return Optional.of(parts.rows().read(id));
        } catch (RuntimeException tableDown) {
            // The tag alone says enough: a table that is down must not keep instances alive.
            remember("read the row of " + id, tableDown);
            return Optional.empty();
        }
    }

    /** Notes who ends it. An extension that came in this very moment moves the deadline, and wins. */
    private boolean mayEnd(InstanceView view) {
        try {
            InstanceRow row = RowEdit.apply(parts.rows(), view.id(), known -> {
                boolean stillDue =
                        Overdue.decide(view, Optional.of(known), parts.clock().instant(), parts.grace())
                                instanceof Overdue.Verdict.Due;
                return !stillDue || known.has(Column.ENDED_BY_KEEPER)
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.ENDED_BY_KEEPER, "reaper");
            });
            return Overdue.decide(view, Optional.of(row), parts.clock().instant(), parts.grace())
                    instanceof Overdue.Verdict.Due;
        } catch (RuntimeException tableDown) {
            // As above; what is lost is only who ended it.
            remember("note the end of " + view.id(), tableDown);
            return true;
        }
    }

    private void close(Executions.Failed failed, List<InstanceView> living) {
        if (parts.outcomes().read(failed.commandId()).isPresent()) {
            return;
        }
        Executions.Details details = parts.executions().read(failed);
        String type = details.input().string("type");
        JsonObject command = details.input().object("command");
        String id = failed.commandId();
        JsonObject.Builder fields = JsonObject.builder()
                .put("commandId", id)
                .put("commandType", type)
                .put("reason", details.reason());
        boolean isLaunch = type.equals(LaunchInstance.class.getSimpleName());
        if (isLaunch) {
            fields.put("name", command.optionalString("name").orElse("unknown"))
                    .put(
                            "instanceId",
                            endLaunched(id, living).map(InstanceId::value).orElse(null))
                    .put("attempts", new JsonArray(List.of()));
        }
        String correlationId =
                command.optionalString("correlationId").filter(Ids::isValid).orElse(id);
        parts.announcer()
                .announce(
                        id,
                        correlationId,
                        isLaunch ? "LaunchFailed" : "CommandFailed",
                        fields.build(),
                        parts.clock().instant());
        log.warn("closed a command that had no outcome", field("commandId", id), field("reason", details.reason()));
    }

    /** LaunchFailed says that nothing of the launch is left, so nothing is. */
    private Optional<InstanceId> endLaunched(String commandId, List<InstanceView> living) {
        Optional<InstanceId> launched = living.stream()
                .filter(view -> view.tag("spawn:command").equals(Optional.of(commandId)))
                .map(InstanceView::id)
                .findFirst();
        launched.ifPresent(id -> {
            RowEdit.apply(
                    parts.rows(),
                    id,
                    row -> row.has(Column.END_CAUSE)
                                    || row.state()
                                            .filter(InstanceState::isEnding)
                                            .isPresent()
                            ? RowChange.NONE
                            : RowChange.NONE.set(Column.END_CAUSE, "launch"));
            parts.instances().terminate(id);
        });
        return launched;
    }

    private void publish(StoredOutcome outcome) {
        parts.announcer().publish(outcome, parts.clock().instant());
        log.warn("published what had not been", field("key", outcome.key()), field("type", outcome.type()));
    }

    private void restartCommands() {
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            List<DeadLetters.Letter> letters = parts.deadLetters().receive();
            if (letters.isEmpty()) {
                return;
            }
            letters.forEach(letter -> attempt("restart message " + letter.id(), () -> restart(letter)));
        }
    }

    private void restart(DeadLetters.Letter letter) {
        JsonObject event;
        try {
            event = JsonObject.parse(letter.body());
        } catch (JsonException poison) {
            // It will never be a command: reported, and out of the way of those that are (SCENARIOS, poison message).
            report(letter, poison);
            parts.deadLetters().delete(letter);
            return;
        }
        parts.executions().startIntake(event);
        parts.deadLetters().delete(letter);
        log.warn("handed a lost command to the intake again", field("messageId", letter.id()));
    }

    private void report(DeadLetters.Letter letter, JsonException poison) {
        String id = Ids.hash("poison", letter.id());
        String reason = "no JSON: " + poison.getMessage() + "; it began: " + Printable.of(letter.body());
        DriftRepaired drift = new DriftRepaired(
                Envelope.first(id, parts.clock().instant()), "unreadable-command", letter.id(), reason);
        log.error("an unreadable command", field("messageId", letter.id()), field("reason", reason));
        parts.bus().publish(drift.type(), drift.toJson().toString());
    }

    private void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            // One part must not keep the others from being done; the sweep fails in the end with all of them.
            remember(what, failure);
        }
    }

    private void remember(String what, RuntimeException failure) {
        problems.add("could not " + what + ": " + failure.getMessage());
        log.error(
                "could not " + what,
                field("error", failure.getClass().getName()),
                field("reason", failure.getMessage()));
    }
}
