package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hears what spored says. An instance speaks only for itself: the ARN in the event's source is IAM's word, and a detail
 * that names another instance is not believed.
 */
public final class AgentHandler extends JsonHandler {
    private static final Pattern SOURCE = Pattern.compile(
            "spawn\\.agent/arn:[a-z-]+:ec2:(?<region>[a-z0-9-]+):(?<account>\\d{12}):instance/(?<id>i-[0-9a-f]+)");

    private final InstanceRows rows;
    private final Instances instances;
    private final Callbacks callbacks;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public AgentHandler() {
        this(Environment.ofProcess());
    }

    private AgentHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private AgentHandler(Environment environment, Clients clients) {
        this(
                new DynamoInstanceRows(clients.dynamoDb(), environment.required("SPAWN_INSTANCES_TABLE")),
                new Ec2Instances(clients.ec2()),
                new StepFunctionsCallbacks(clients.stepFunctions()),
                InstantSource.system());
    }

    AgentHandler(InstanceRows rows, Instances instances, Callbacks callbacks, InstantSource clock) {
        this.rows = rows;
        this.instances = instances;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        Log log = invocation.log();
        if (!(Language.event(event.type(), event.detail()).orElse(null) instanceof AgentEvent said)) {
            log.warn("not an agent's event", field("type", event.type()), field("source", event.source()));
            return Answers.did("passed over: not an agent's event");
        }
        if (!speaksForItself(event, said)) {
            log.warn(
                    "an agent spoke for another",
                    field("source", event.source()),
                    field("instanceId", said.instanceId()));
            return Answers.did("refused: an instance speaks only for itself");
        }
        // An event may overtake its instance's registration; then EC2 tells whether it is spawn's at all.
        if (rows.read(said.instanceId()).isAbsent() && !isOurs(said.instanceId())) {
            log.warn("an agent on an unknown instance", field("source", event.source()));
            return Answers.did("refused: no instance of spawn");
        }
        Instant now = clock.instant();
        Instant at = event.time().isAfter(now) ? now : event.time();
        InstanceRow row = RowEdit.apply(rows, said.instanceId(), known -> Heard.change(known, said, at));
        log.info("heard", field("instanceId", said.instanceId()), field("type", said.type()));
        if (said instanceof DeadlineReached && !row.has(Column.DEADLINE_REACHED_AT)) {
            log.warn(
                    "an agent claims its deadline long before it comes",
                    field("instanceId", said.instanceId()),
                    field("deadline", row.text(Column.DEADLINE).orElse(null)));
        }
        if (said instanceof AgentStarted started) {
            answerLaunch(row, started, log);
        }
        return Answers.did("heard");
    }

    /** "Not found" is unknown, not "no": the first word of a fast agent must not be lost to a slow answer of EC2. */
    private boolean isOurs(InstanceId id) {
        return instances
                .find(id)
                .map(InstanceView::isOurs)
                .orElseThrow(() -> new NotKnownYetException(id + ": EC2 does not find the instance yet"));
    }

    private static boolean speaksForItself(BusEvent event, AgentEvent said) {
        Matcher source = SOURCE.matcher(event.source());
        return source.matches()
                && source.group("id").equals(said.instanceId().value())
                && new AccountId(event.account()).value().equals(source.group("account"))
                && event.region().equals(source.group("region"));
    }

    private void answerLaunch(InstanceRow row, AgentStarted started, Log log) {
        row.text(Column.READY_TOKEN).ifPresent(token -> {
            boolean heard = callbacks.succeed(
                    token,
                    JsonObject.builder()
                            .put("agentVersion", started.agentVersion())
                            .build());
            log.info(heard ? "told the launch" : "the launch knows already", field("instanceId", row.id()));
        });
    }
}
