package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commands that were lost on the way, or whose outcome was. */
final class CommandSweep {
    private static final Duration FAILED_WITHIN = Duration.ofHours(24);
    private static final int MOST_BATCHES = 50;

    private final Sweep.Parts parts;
    private final Findings findings;

    CommandSweep(Sweep.Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    /** @param living all instances: a launch that died may have left one */
    void close(List<InstanceView> living) {
        Instant since = parts.clock().instant().minus(FAILED_WITHIN);
        for (String flow : parts.commandFlows()) {
            findings.attempt(
                    "close the commands of " + flow,
                    () -> parts.executions()
                            .failedSince(flow, since)
                            .forEach(failed ->
                                    findings.attempt("close " + failed.commandId(), () -> close(failed, living))));
        }
    }

    void publish() {
        findings.attempt(
                "list what was not published",
                () -> parts.outcomes()
                        .unpublished()
                        .forEach(outcome -> findings.attempt("publish " + outcome.key(), () -> publish(outcome))));
    }

    private void publish(StoredOutcome outcome) {
        findings.mend(Drift.UNPUBLISHED_OUTCOME, outcome.key(), outcome.type() + " was written and not said", () -> {
            parts.announcer().publish(outcome, parts.clock().instant());
            return true;
        });
    }

    private void close(Executions.Failed failed, List<InstanceView> living) {
        if (parts.outcomes().read(failed.commandId()).isPresent()) {
            return;
        }
        Executions.Details details = parts.executions().read(failed);
        findings.mend(Drift.UNCLOSED_COMMAND, failed.commandId(), details.reason(), () -> {
            close(failed.commandId(), details, living);
            return true;
        });
    }

    private void close(String id, Executions.Details details, List<InstanceView> living) {
        String type = details.input().string("type");
        JsonObject command = details.input().object("command");
        JsonObject.Builder fields = JsonObject.builder()
                .put("commandId", id)
                .put("commandType", type)
                .put("reason", details.reason());
        boolean isLaunch = type.equals(LaunchInstance.class.getSimpleName());
        if (isLaunch) {
            fields.put("name", command.optionalString("name").orElse("unknown"))
                    .put(
                            "instanceId",
                            endLaunched(id, command, living).stream()
                                    .findFirst()
                                    // Of an array there are many, and none of them is the one.
                                    .filter(_ -> !command.has("array"))
                                    .map(InstanceId::value)
                                    .orElse(null))
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
    }

    /** LaunchFailed says that nothing of the launch is left, so nothing is. */
    private List<InstanceId> endLaunched(String commandId, JsonObject command, List<InstanceView> listed) {
        // Looked at anew: the list may be older than the launch's last deed. Members of an array have names of their
        // own.
        List<InstanceView> living = command.has("array")
                ? parts.instances().living()
                : command.optionalString("name")
                        .flatMap(Name::ifValid)
                        .map(parts.instances()::living)
                        .orElse(listed);
        List<InstanceId> launched = living.stream()
                .filter(view -> view.commandId().equals(Optional.of(commandId)))
                .map(InstanceView::id)
                .toList();
        launched.forEach(id -> {
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

    void restart() {
        findings.attempt("read the dead letters", () -> {
            for (int batch = 0; batch < MOST_BATCHES; batch++) {
                List<DeadLetters.Letter> letters = parts.deadLetters().receive();
                if (letters.isEmpty()) {
                    return;
                }
                letters.forEach(letter -> findings.attempt("restart message " + letter.id(), () -> restart(letter)));
            }
        });
    }

    private void restart(DeadLetters.Letter letter) {
        JsonObject event;
        try {
            event = JsonObject.parse(letter.body());
        } catch (JsonException poison) {
            // It will never be a command: reported, and out of the way of those that are (SCENARIOS, poison message).
            findings.mend(
                    Drift.UNREADABLE_COMMAND,
                    letter.id(),
                    "no JSON: " + poison.getMessage() + "; it began: " + Printable.of(letter.body()),
                    () -> delete(letter));
            return;
        }
        findings.mend(Drift.UNSTARTED_COMMAND, letter.id(), "handed to the intake again", () -> {
            parts.executions().startIntake(event);
            return delete(letter);
        });
    }

    private boolean delete(DeadLetters.Letter letter) {
        parts.deadLetters().delete(letter);
        return true;
    }
}
