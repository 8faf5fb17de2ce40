package host.spore.spawn.functions.sweep;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentUnsteady;
import host.spore.spawn.events.AlertFailed;
import host.spore.spawn.events.CostWarning;
import host.spore.spawn.events.DriftRepaired;
import host.spore.spawn.events.DriftReported;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.InstanceExpired;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceLaunched;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.events.InstanceReady;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchDelayed;
import host.spore.spawn.events.LaunchFailed;
import host.spore.spawn.events.LaunchRejected;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.Outcome;
import host.spore.spawn.events.QueueStarted;
import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.SweepStarted;
import host.spore.spawn.events.WorkloadExited;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.AgentSource;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.wake.Callbacks;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Hears what becomes of rows, notes it, and wakes whoever holds a row's place. An instance's launch says whose it is; what is no
 * row's is passed over. An event that is lost costs time: a place is looked at again by itself.
 */
public final class HeardHandler extends JsonHandler {
    private final Sweeps sweeps;
    private final Rows rows;
    private final InstanceRows instances;
    private final Callbacks callbacks;

    /** As Lambda makes it. */
    public HeardHandler() {
        this(Adapters.ofProcess());
    }

    private HeardHandler(Adapters aws) {
        this(aws.sweeps(), aws.rows(), aws.instanceRows(), aws.callbacks());
    }

    HeardHandler(Sweeps sweeps, Rows rows, InstanceRows instances, Callbacks callbacks) {
        this.sweeps = sweeps;
        this.rows = rows;
        this.instances = instances;
        this.callbacks = callbacks;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        Optional<Event> said = Language.event(event.type(), event.detail());
        Optional<News> news = said.flatMap(this::news);
        if (news.isEmpty() || !isBelieved(event, said.get())) {
            return Answers.did("passed over: not of a row");
        }
        return note(news.get(), event.type(), invocation.log());
    }

    /** What the control plane says it says itself; an instance speaks only for itself. */
    private static boolean isBelieved(BusEvent event, Event said) {
        return said instanceof WorkloadExited exited
                ? AgentSource.is(event, exited.instanceId())
                : event.source().equals(Event.CONTROL_SOURCE);
    }

    /**
     * What an event says of a row.
     *
     * @param change of its item
     * @param wakes whoever holds its place; where nothing follows from the news, that would only cost
     */
    private record News(SweepRowId row, UnaryOperator<RowItem> change, boolean wakes) {}

    private Optional<News> news(Event event) {
        return switch (event) {
            case InstanceLaunched launched -> began(launched.commandId(), launched.instanceId());
            case InstanceReady ready -> began(ready.commandId(), ready.instanceId());
            case LaunchFailed failed -> ended(SweepRowId.ifValid(failed.commandId()));
            case LaunchRejected rejected -> ended(SweepRowId.ifValid(rejected.commandId()));
            case InstanceEnded ended -> ended(launchOf(ended.instanceId()));
            case InstanceExpired expired -> ended(launchOf(expired.instanceId()));
            case WorkloadExited exited ->
                launchOf(exited.instanceId()).map(row -> new News(row, item -> item.exited(exited.exitCode()), true));
            case Outcome other -> Optional.empty();
            case AgentEvent said -> Optional.empty();
            case JobEvent said -> Optional.empty();
            case QueueStarted started -> Optional.empty();
            case SweepStarted started -> Optional.empty();
            case LaunchDelayed delayed -> Optional.empty();
            case InstanceObserved observed -> Optional.empty();
            case NamesListed listed -> Optional.empty();
            case AgentUnsteady unsteady -> Optional.empty();
            case CostWarning warning -> Optional.empty();
            case AlertFailed failed -> Optional.empty();
            case DriftRepaired repaired -> Optional.empty();
            case DriftReported reported -> Optional.empty();
        };
    }

    private Optional<News> began(String commandId, InstanceId instance) {
        return SweepRowId.ifValid(commandId)
                .map(row -> new News(
                        row,
                        item -> item.on(instance),
                        sweeps.read(row.sweepId())
                                .filter(SweepItem::isCancelled)
                                .isPresent()));
    }

    private static Optional<News> ended(Optional<SweepRowId> row) {
        return row.map(id -> new News(id, UnaryOperator.identity(), true));
    }

    private Optional<SweepRowId> launchOf(InstanceId instance) {
        return instances.read(instance).text(Column.COMMAND_ID).flatMap(SweepRowId::ifValid);
    }

    private JsonObject note(News news, String type, Log log) {
        Optional<RowItem> row = Noting.note(rows, news.row(), news.change());
        if (row.isEmpty()) {
            return Answers.did("passed over: no row that may live");
        }
        boolean isHeard = news.wakes() && Noting.wake(row.get(), callbacks);
        log.info("heard of a row", field("commandId", news.row()), field("type", type), field("woke", isHeard));
        return Answers.did(isHeard ? "woke it" : "noted");
    }
}
