package host.spore.spawn.functions.alerts;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.alerts.Telling.About;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.AgentSource;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Hears what is said on the bus, and begins an execution of the flow {@code spawn-deliver-alert} for each destination that
 * wants to be told: so each is tried again by itself, and none waits for another. The execution's name is a hash of cause
 * and destination: heard twice, an event begins nothing new. Where nobody asks for an event's kind, one read is all there is.
 */
public final class AlertHandler extends JsonHandler {
    private static final int TRIES = 10;

    /** Commands that have an owner, and some of them tags. */
    private static final Set<String> BEGINNINGS =
            Set.of("LaunchInstance", "LaunchSweep", "ResumeSweep", "SubmitQueue", "ResumeQueue");

    private final Destinations destinations;
    private final Quiets quiets;
    private final InstanceRows rows;
    private final Executions executions;
    private final String flowArn;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public AlertHandler() {
        this(Environment.ofProcess());
    }

    private AlertHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private AlertHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb(), environment.required("SPAWN_ALERTS_TABLE"));
    }

    private AlertHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, String table) {
        this(
                new DynamoDestinations(dynamoDb, table),
                new DynamoQuiets(dynamoDb, table),
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new StepFunctionsExecutions(clients.stepFunctions()),
                environment.required("SPAWN_DELIVER_ALERT_FLOW_ARN"),
                InstantSource.system());
    }

    AlertHandler(
            Destinations destinations,
            Quiets quiets,
            InstanceRows rows,
            Executions executions,
            String flowArn,
            InstantSource clock) {
        this.destinations = destinations;
        this.quiets = quiets;
        this.rows = rows;
        this.executions = executions;
        this.flowArn = flowArn;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent said = BusEvent.read(input);
        Event event = event(said).orElse(null);
        if (event == null || !isTheirs(said, event)) {
            invocation
                    .log()
                    .warn("nobody is alerted by this", field("type", said.type()), field("source", said.source()));
            return Answers.did("passed over: not said by whom it should be");
        }
        Optional<Matter> matter = Matter.of(event);
        if (matter.isEmpty()) {
            return Answers.did("passed over: nothing to tell");
        }
        List<Destination> asking = Telling.asking(matter.get(), destinations.all());
        if (asking.isEmpty()) {
            return Answers.did("nobody asked");
        }
        return tell(matter.get(), asking, event, invocation.log());
    }

    /** What is no event of the language, whoever says it, is no failure of ours either. */
    private static Optional<Event> event(BusEvent said) {
        try {
            return Language.event(said.type(), said.detail()).map(event -> event);
        } catch (IllegalArgumentException notOurLanguage) {
            return Optional.empty();
        }
    }

    /** An instance tells of itself alone, and of what the control plane says nobody else does. */
    private static boolean isTheirs(BusEvent said, Event event) {
        return event instanceof AgentEvent agents
                ? AgentSource.is(said, agents.instanceId())
                : said.source().equals(Event.CONTROL_SOURCE);
    }

    private JsonObject tell(Matter matter, List<Destination> asking, Event event, Log log) {
        Places places = Places.of(flowArn);
        boolean asksForTags = asking.stream()
                .anyMatch(destination -> !destination.filter().tags().values().isEmpty());
        boolean asksForTheLaunch =
                asking.stream().anyMatch(destination -> destination.filter().asksForTheLaunch());
        About about = about(matter, places, asksForTheLaunch, asksForTags);
        Alert alert = Telling.alert(matter, about, event.envelope().at(), places);
        List<Destination> told = Telling.told(about, asking);
        RuntimeException last = null;
        for (Destination destination : told) {
            try {
                begin(destination, alert, event.envelope().correlationId(), log);
            } catch (RuntimeException failed) {
                // One that cannot be begun must not keep the others from theirs; thrown below, and all are begun again.
                log.error(
                        "an alert was not begun",
                        field("destination", destination.id()),
                        field("error", failed.getClass().getName()),
                        field("reason", failed.getMessage()));
                last = failed;
            }
        }
        if (last != null) {
            throw last;
        }
        return Answers.did("told " + told.size());
    }

    private void begin(Destination destination, Alert alert, String correlationId, Log log) {
        Duration quiet = destination.quiet();
        Optional<Instant> held = quiet == null ? Optional.empty() : held(destination, alert, quiet);
        JsonObject.Builder input = JsonObject.builder()
                .put("destination", destination.id().value())
                .put("correlationId", correlationId);
        String id;
        if (held.isPresent()) {
            id = Ids.hash(
                    "digest",
                    destination.id().value(),
                    alert.kind().wire(),
                    held.get().toString());
            input.put("kind", alert.kind().wire()).put("until", held.get().toString());
        } else {
            id = Ids.hash("alert", destination.id().value(), alert.cause());
            input.put("alert", alert.toJson());
        }
        executions.start(flowArn, id, input.put("delivery", id).build());
        log.info(
                held.isPresent() ? "held back" : "begun",
                field("destination", destination.id()),
                field("kind", alert.kind().wire()),
                field("delivery", id));
    }

    /** Until when it is kept back; empty when it is told at once. */
    private Optional<Instant> held(Destination destination, Alert alert, Duration quiet) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Quiets.Window> read = quiets.read(destination.id(), alert.kind());
            switch (Quiet.decide(read, alert.cause(), quiet, clock.instant())) {
                case Quiet.Decision.Tell() -> {
                    return Optional.empty();
                }
                case Quiet.Decision.Open(Quiets.Window window) -> {
                    if (quiets.open(destination.id(), alert.kind(), read, window)) {
                        return Optional.empty();
                    }
                }
                case Quiet.Decision.Hold(Instant until) -> {
                    if (quiets.hold(destination.id(), alert.kind(), until, alert.cause())) {
                        return Optional.of(until);
                    }
                }
            }
        }
        throw new IllegalStateException(
                "the quiet window of " + destination.id() + " changed " + TRIES + " times while it was looked at");
    }

    private About about(Matter matter, Places places, boolean asksForTheLaunch, boolean asksForTags) {
        InstanceId instance = matter.instance();
        Optional<InstanceRow> row =
                Optional.ofNullable(instance).map(rows::read).filter(read -> !read.isAbsent());
        Optional<String> command = Optional.ofNullable(matter.command())
                .flatMap(id -> places.execution(String.valueOf(matter.commandType()), id));
        Optional<String> launch = row.flatMap(read -> read.text(Column.COMMAND_ID))
                .flatMap(id -> places.execution("LaunchInstance", id))
                // Nothing else says whose it is, and nothing else may be read.
                .or(() -> command.filter(arn -> BEGINNINGS.contains(String.valueOf(matter.commandType()))));
        Optional<String> owner = row.flatMap(read -> read.text(Column.OWNER));
        Map<String, String> tags = Map.of();
        if (asksForTags || (asksForTheLaunch && owner.isEmpty())) {
            Optional<JsonObject> input = launch.flatMap(executions::input).flatMap(AlertHandler::command);
            owner = owner.or(() -> input.flatMap(given -> text(given, "owner")));
            tags = input.map(AlertHandler::tags).orElse(Map.of());
        }
        return new About(
                name(matter, row),
                owner,
                tags,
                command.or(() -> row.map(read -> places.lifecycle(read.id(), read.generation()))));
    }

    private static Optional<String> name(Matter matter, Optional<InstanceRow> row) {
        @Nullable String said = matter.name();
        return Optional.ofNullable(said).or(() -> row.flatMap(read -> read.text(Column.NAME)));
    }

    /** A command that was refused is one that may have any shape. */
    private static Optional<JsonObject> command(JsonObject input) {
        try {
            return input.optionalObject("command");
        } catch (JsonException anything) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject from, String key) {
        try {
            return from.optionalString(key);
        } catch (JsonException anything) {
            return Optional.empty();
        }
    }

    private static Map<String, String> tags(JsonObject from) {
        try {
            return from.strings("tags");
        } catch (JsonException anything) {
            return Map.of();
        }
    }
}
