package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.StateChange;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.Lived;
import host.spore.spawn.functions.store.Observation;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.wake.Wake;
import java.time.Instant;
import java.util.Optional;

/**
 * Hears EC2's state changes and spot warnings, merges them into the instance's row and wakes what waits for them. Doubled,
 * late and disordered events are the normal case. Instances that are not spawn's are passed over.
 */
public final class ObserveHandler extends JsonHandler {
    /** Caught by name in the launch flow. */
    static final String INSTANCE_ENDED = "Launch.InstanceEnded";

    private final Listening listening;

    /** As Lambda makes it. */
    public ObserveHandler() {
        this(Environment.ofProcess());
    }

    private ObserveHandler(Environment environment) {
        this(Listening.of(environment, new Clients(environment)));
    }

    ObserveHandler(Listening listening) {
        this.listening = listening;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        InstanceId id = new InstanceId(event.detail().string("instance-id"));
        Optional<InstanceView> view = listening.instances().find(id);
        if (!listening.isOurs(id, listening.rows().read(id), view, event.time())) {
            return Answers.did("passed over: not an instance of spawn");
        }
        Log log = invocation.log();
        return switch (event.type()) {
            case StateChange.TYPE -> stateChanged(id, event, view, log);
            case "EC2 Spot Instance Interruption Warning" -> spotWarned(id, event, view, log);
            default -> throw new IllegalArgumentException("\"" + event.type() + "\": no event that is observed");
        };
    }

    private JsonObject stateChanged(InstanceId id, BusEvent event, Optional<InstanceView> view, Log log) {
        Observation heard = new Observation(InstanceState.parse(event.detail().string("state")), event.time());
        Instant now = listening.clock().instant();
        // An end that EC2 reports before its event is an end all the same.
        Observation seen = view.map(InstanceView::state)
                .filter(InstanceState::isEnding)
                .map(state -> Observation.merge(heard, new Observation(state, now)))
                .orElse(heard);
        Optional<String> address =
                view.filter(running -> running.state() == InstanceState.RUNNING).map(InstanceView::address);
        InstanceRow row = RowEdit.apply(
                listening.rows(), id, known -> lived(known, Observation.change(known, seen, address), heard, view));
        log.info(
                "observed",
                field("instanceId", id),
                field("heard", heard.state().wire()),
                field("state", row.text(Column.STATE).orElse(null)));
        Wake.lifecycle(row, listening.callbacks(), log);
        if (row.state().filter(InstanceState::isEnding).isPresent()) {
            row.text(Column.READY_TOKEN)
                    .ifPresent(token -> listening
                            .callbacks()
                            .fail(
                                    token,
                                    INSTANCE_ENDED,
                                    id + " is " + row.text(Column.STATE).orElse("gone")
                                            + " and its agent was never heard"));
        }
        return Answers.did("observed");
    }

    /** EC2's launch time is the last start's: where the events of that one are lost, it is paid for all the same. */
    private static RowChange lived(
            InstanceRow known, RowChange change, Observation heard, Optional<InstanceView> view) {
        RowChange told = Lived.note(known, change, heard);
        return view.map(InstanceView::launchedAt)
                .map(started -> Lived.note(known, told, new Observation(InstanceState.PENDING, started)))
                .orElse(told);
    }

    private JsonObject spotWarned(InstanceId id, BusEvent event, Optional<InstanceView> view, Log log) {
        InstanceRow row = RowEdit.apply(
                listening.rows(),
                id,
                known -> known.has(Column.SPOT_WARNED_AT)
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.SPOT_WARNED_AT, event.time()));
        log.info("spot warning", field("instanceId", id));
        TakenBack.note(row, view, event.time(), listening.memory(), log);
        return Answers.did("noted the spot warning");
    }
}
