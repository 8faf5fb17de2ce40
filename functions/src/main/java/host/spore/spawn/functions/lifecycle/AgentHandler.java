package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.AgentUnsteady;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.SpotInterrupted;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.AgentSource;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Breaker;
import host.spore.spawn.functions.store.Breakers;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoBreakers;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowEdit;
import java.time.Instant;
import java.util.Optional;

/**
 * Hears what spored says: notes it on the row, answers the launch that waits for it, and publishes the command that an
 * agent asks for, where the launch asked for the same. An instance speaks only for itself: the ARN in the event's source
 * is IAM's word, and a detail that names another instance is not believed.
 */
public final class AgentHandler extends JsonHandler {
    private final Listening listening;
    private final Bus bus;
    private final Breakers breakers;

    /** As Lambda makes it. */
    public AgentHandler() {
        this(Environment.ofProcess());
    }

    private AgentHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private AgentHandler(Environment environment, Clients clients) {
        this(
                Listening.of(environment, clients),
                new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME")),
                new DynamoBreakers(clients.dynamoDb(), environment.required("SPAWN_BREAKERS_TABLE")));
    }

    AgentHandler(Listening listening, Bus bus, Breakers breakers) {
        this.listening = listening;
        this.bus = bus;
        this.breakers = breakers;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        Log log = invocation.log();
        if (!(Language.event(event.type(), event.detail()).orElse(null) instanceof AgentEvent said)) {
            log.warn("not an agent's event", field("type", event.type()), field("source", event.source()));
            return Answers.did("passed over: not an agent's event");
        }
        if (!AgentSource.is(event, said.instanceId())) {
            log.warn(
                    "an agent spoke for another",
                    field("source", event.source()),
                    field("instanceId", said.instanceId()));
            return Answers.did("refused: an instance speaks only for itself");
        }
        InstanceId id = said.instanceId();
        InstanceRow known = listening.rows().read(id);
        // Most words need the row alone; EC2 is asked where there is none yet, and where something is to be done.
        Optional<InstanceView> view =
                known.isAbsent() || Asked.isAsking(said) ? listening.instances().find(id) : Optional.empty();
        if (!listening.isOurs(id, known, view, event.time())) {
            log.warn("an agent on an unknown instance", field("source", event.source()));
            return Answers.did("refused: no instance of spawn");
        }
        Instant now = listening.clock().instant();
        Instant at = event.time().isAfter(now) ? now : event.time();
        InstanceRow row = RowEdit.apply(listening.rows(), id, read -> Heard.change(read, said, at));
        log.info("heard", field("instanceId", said.instanceId()), field("type", said.type()));
        if (said instanceof DeadlineReached && !row.has(Column.DEADLINE_REACHED_AT)) {
            log.warn(
                    "an agent claims its deadline long before it comes",
                    field("instanceId", said.instanceId()),
                    field("deadline", row.text(Column.DEADLINE).orElse(null)));
        }
        if (said instanceof AgentStarted started) {
            answerLaunch(row, started, log);
            // The very word that made it so, told again or not.
            if (row.instant(Column.AGENT_UNSTEADY_AT).equals(Optional.of(at))) {
                sayUnsteady(row, at, log);
            }
        }
        if (said instanceof SpotInterrupted) {
            TakenBack.note(row, view, at, listening.memory(), log);
        }
        if (said instanceof AgentProblem problem) {
            log.warn(
                    "an agent has a problem",
                    field("instanceId", id),
                    field("what", problem.what().wire()),
                    field("detail", Printable.of(problem.detail())));
        }
        return act(said, view, event.time(), log);
    }

    private JsonObject act(AgentEvent said, Optional<InstanceView> view, Instant at, Log log) {
        InstanceId id = said.instanceId();
        return switch (Asked.decide(said, view, at)) {
            case Asked.Answer.Nothing() -> Answers.did("heard");
            case Asked.Answer.Do(Command command) -> {
                // Twice is harmless: its execution is named by its id, which is the event's.
                bus.publish(command.type(), command.toJson().toString());
                log.info(
                        "asked for a command",
                        field("instanceId", id),
                        field("type", command.type()),
                        field("commandId", command.envelope().id()));
                yield Answers.did("published " + command.type());
            }
            case Asked.Answer.Refused(String reason) -> {
                log.warn("an agent asked for what is not done", field("instanceId", id), field("reason", reason));
                yield Answers.did("refused: " + reason);
            }
            case Asked.Answer.NotYet(String reason) -> {
                if (listening.isYoung(at)) {
                    throw new NotKnownYetException(id + ": " + reason);
                }
                log.warn("an agent was heard too late", field("instanceId", id), field("reason", reason));
                yield Answers.did("passed over: " + reason);
            }
        };
    }

    /** Its launch was ready, and those like it would be: the breaker counts it apart. */
    private void sayUnsteady(InstanceRow row, Instant at, Log log) {
        String reason = Steady.reason(row);
        log.warn("an agent starts again and again", field("instanceId", row.id()), field("reason", reason));
        Optional<String> template = row.text(Column.TEMPLATE_HASH);
        Optional<String> command = row.text(Column.COMMAND_ID);
        if (template.isPresent() && command.isPresent()) {
            breakers.count(template.get(), Breaker.Kind.UNSTEADY, new Breaker.Failure(command.get(), at));
        }
        String id = Ids.hash("unsteady", row.id().value());
        AgentUnsteady said = new AgentUnsteady(
                new Envelope(
                        Envelope.CURRENT, id, row.text(Column.CORRELATION_ID).orElse(id), at),
                row.id(),
                row.text(Column.NAME).orElse("unknown"),
                reason);
        bus.publish(said.type(), said.toJson().toString());
    }

    private void answerLaunch(InstanceRow row, AgentStarted started, Log log) {
        row.text(Column.READY_TOKEN).ifPresent(token -> {
            boolean heard = listening
                    .callbacks()
                    .succeed(
                            token,
                            JsonObject.builder()
                                    .put("agentVersion", started.agentVersion())
                                    .build());
            log.info(heard ? "told the launch" : "the launch knows already", field("instanceId", row.id()));
        });
    }
}
