package host.spore.spawn.functions.sweep;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.CancelSweep;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.wake.Callbacks;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Ends the run of a sweep: {@code {type, command, …}} becomes {@code {"result":"cancelled", "fields":{…}}} or {@code
 * {"result":"refused", "reason"}}. First the mark, after which no row begins, then every row that may live: its instance is
 * ended here where it is known, and by whoever holds its place, who is woken, where it is known later.
 */
public final class CancelHandler extends JsonHandler {
    private final Sweeps sweeps;
    private final Rows rows;
    private final Bus bus;
    private final Callbacks callbacks;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public CancelHandler() {
        this(Adapters.ofProcess());
    }

    private CancelHandler(Adapters aws) {
        this(aws.sweeps(), aws.rows(), aws.bus(), aws.callbacks(), InstantSource.system());
    }

    CancelHandler(Sweeps sweeps, Rows rows, Bus bus, Callbacks callbacks, InstantSource clock) {
        this.sweeps = sweeps;
        this.rows = rows;
        this.bus = bus;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = cancel(input);
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject cancel(JsonObject input) {
        String type = input.string("type");
        CancelSweep command;
        try {
            if (!(Language.command(type, input.object("command")).orElse(null) instanceof CancelSweep cancel)) {
                return Answers.refused("\"" + Printable.of(type) + "\": this flow cancels sweeps; publish CancelSweep");
            }
            command = cancel;
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.refused(String.valueOf(notOurLanguage.getMessage()));
        }
        Optional<SweepItem> there = sweeps.read(command.sweepId());
        if (there.isEmpty()) {
            return Answers.refused("there is no sweep " + command.sweepId());
        }
        List<RowItem> begun = rows.all(command.sweepId());
        return switch (Cancelling.decide(command.envelope().id(), there.get(), begun)) {
            case Cancelling.Refuse(String reason) -> Answers.refused(reason);
            case Cancelling.Answer(String reason) -> cancelled(command, there.get(), reason);
            case Cancelling.End(String reason) -> end(command, there.get(), begun, reason);
            case Cancelling.MarkIt(Mark.Cancelled mark) -> {
                if (!sweeps.write(there.get().marked(mark))) {
                    // It ended, or a row's failure was quicker; asked again, we find which.
                    throw new IllegalStateException("sweep " + command.sweepId() + " changed meanwhile");
                }
                // Read again: what began before the mark, and after the first look, is among them now.
                yield end(command, there.get(), rows.all(command.sweepId()), mark.reason());
            }
        };
    }

    private JsonObject end(CancelSweep command, SweepItem sweep, List<RowItem> begun, String reason) {
        begun.stream().filter(row -> row.end().isEmpty()).forEach(row -> {
            row.instance()
                    .ifPresent(instance -> RowEnding.publish(
                            bus,
                            row,
                            instance,
                            RowEnding.Why.CANCELLED,
                            sweep.correlationId(),
                            reason,
                            clock.instant()));
            Noting.note(rows, row.id(), UnaryOperator.identity()).ifPresent(now -> Noting.wake(now, callbacks));
        });
        return cancelled(command, sweep, reason);
    }

    private static JsonObject cancelled(CancelSweep command, SweepItem sweep, String reason) {
        return JsonObject.builder()
                .put("result", "cancelled")
                .put(
                        "fields",
                        JsonObject.builder()
                                .put("sweepId", command.sweepId().value())
                                .put("runId", sweep.runId())
                                .put("reason", reason)
                                .build())
                .build();
    }
}
