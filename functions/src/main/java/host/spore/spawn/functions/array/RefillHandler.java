package host.spore.spawn.functions.array;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Hears that a spot interruption has ended an instance, and asks for another one where it was a member of an array that is
 * refilled. Heard twice, it asks for the same command, which launches once.
 */
public final class RefillHandler extends JsonHandler {
    private final InstanceRows rows;
    private final LaunchCommands launches;
    private final Bus bus;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public RefillHandler() {
        this(Environment.ofProcess());
    }

    private RefillHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private RefillHandler(Environment environment, Clients clients) {
        this(
                new DynamoInstanceRows(clients.dynamoDb(), environment.required("SPAWN_INSTANCES_TABLE")),
                new StepFunctionsLaunchCommands(clients.stepFunctions(), environment.required("SPAWN_LAUNCH_ARN")),
                new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME")),
                InstantSource.system());
    }

    RefillHandler(InstanceRows rows, LaunchCommands launches, Bus bus, InstantSource clock) {
        this.rows = rows;
        this.launches = launches;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        if (!event.source().equals(Event.CONTROL_SOURCE)
                || !(Language.event(event.type(), event.detail()).orElse(null) instanceof InstanceEnded ended)
                || ended.cause() != EndCause.SPOT) {
            return Answers.did("passed over: no spot interruption");
        }
        InstanceRow row = rows.read(ended.instanceId());
        Optional<Refill.Gone> gone = gone(row);
        if (gone.isEmpty()) {
            return Answers.did("passed over: no member of an array");
        }
        Optional<LaunchInstance> launched = row.text(Column.COMMAND_ID).flatMap(launches::find);
        Refill.Decision decision = launched.map(launch -> Refill.decide(gone.get(), launch, clock.instant()))
                .orElseGet(() -> new Refill.Decision.Leave("its launch is not known any more"));
        return switch (decision) {
            case Refill.Decision.Leave(String reason) -> {
                invocation.log().info("left", field("instanceId", row.id()), field("reason", reason));
                yield Answers.did("left: " + reason);
            }
            case Refill.Decision.Launch(LaunchInstance command) -> {
                bus.publish(command.type(), command.toJson().toString());
                invocation
                        .log()
                        .info(
                                "launched again",
                                field("instanceId", row.id()),
                                field("name", command.name()),
                                field("commandId", command.envelope().id()));
                yield Answers.did("launched again: " + command.name());
            }
        };
    }

    private static Optional<Refill.Gone> gone(InstanceRow row) {
        return row.text(Column.ARRAY_ID)
                .flatMap(array -> row.text(Column.ARRAY_INDEX)
                        .flatMap(index -> row.deadline()
                                .map(deadline -> new Refill.Gone(
                                        row.id(), new ArrayId(array), Integer.parseInt(index), deadline))));
    }
}
