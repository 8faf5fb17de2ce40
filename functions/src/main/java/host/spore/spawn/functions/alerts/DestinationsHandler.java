package host.spore.spawn.functions.alerts;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AddAlertDestination;
import host.spore.spawn.events.AlertCommand;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.RemoveAlertDestination;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.TestAlertDestination;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Adds, removes and tests destinations: {@code {type, command, …}} becomes {@code {"result":"done", "type":…,
 * "fields":{…}}}, {@code {"result":"rejected", "reason"}} or, of a test that did not arrive, {@code {"result":"failed",
 * "reason"}}.
 */
public final class DestinationsHandler extends JsonHandler {
    /** Every alert looks at all of them. */
    static final int MOST = 50;

    private final Destinations destinations;
    private final Deliveries deliveries;
    private final Sending sending;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public DestinationsHandler() {
        this(Environment.ofProcess());
    }

    private DestinationsHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private DestinationsHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb(), environment.required("SPAWN_ALERTS_TABLE"));
    }

    private DestinationsHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, String table) {
        this(
                new DynamoDestinations(dynamoDb, table),
                new DynamoDeliveries(dynamoDb, table),
                Channels.of(environment, clients),
                InstantSource.system());
    }

    DestinationsHandler(Destinations destinations, Deliveries deliveries, Sending sending, InstantSource clock) {
        this.destinations = destinations;
        this.deliveries = deliveries;
        this.sending = sending;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        String type = input.string("type");
        JsonObject answer;
        try {
            answer = Language.command(type, input.object("command")).orElse(null) instanceof AlertCommand command
                    ? answer(command)
                    : Answers.rejected("\"" + Printable.of(type)
                            + "\": this flow knows destinations; publish AddAlertDestination, RemoveAlertDestination or"
                            + " TestAlertDestination");
        } catch (IllegalArgumentException notOurLanguage) {
            answer = Answers.rejected(String.valueOf(notOurLanguage.getMessage()));
        }
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("type", type),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject answer(AlertCommand command) {
        return switch (command) {
            case AddAlertDestination add -> add(add);
            case RemoveAlertDestination remove ->
                destinations.remove(remove.destination())
                        ? done(
                                "AlertDestinationRemoved",
                                remove.destination(),
                                "summary",
                                "nothing goes to " + remove.destination() + " any more")
                        // Removed by an earlier try of this very command, or never there: none is there, as was asked
                        // for.
                        : done(
                                "AlertDestinationRemoved",
                                remove.destination(),
                                "summary",
                                "there is no destination " + remove.destination());
            case TestAlertDestination test -> test(test);
        };
    }

    private JsonObject add(AddAlertDestination add) {
        Optional<String> problem = sending.problem(add.to());
        if (problem.isPresent()) {
            return Answers.rejected(problem.get());
        }
        List<Destination> all = destinations.all();
        boolean isNew = all.stream().noneMatch(destination -> destination.id().equals(add.destination()));
        if (isNew && all.size() >= MOST) {
            return Answers.rejected(all.size() + " destinations: at most " + MOST + "; remove one first");
        }
        SpawnDuration quiet = add.quiet();
        Destination destination = new Destination(
                add.destination(), add.to(), add.kinds(), add.filter(), quiet == null ? null : quiet.value());
        destinations.put(destination, clock.instant());
        return done(
                "AlertDestinationAdded",
                add.destination(),
                "summary",
                AlertKind.words(add.kinds())
                        + (add.filter().asksForTheLaunch() || add.filter().name() != null
                                ? ", where its filter holds, go to "
                                : " go to ")
                        + destination.shown()
                        + (isNew ? "" : "; this replaces what was there under its name"));
    }

    private JsonObject test(TestAlertDestination test) {
        Optional<Destination> found = destinations.find(test.destination());
        if (found.isEmpty()) {
            return Answers.rejected("there is no destination " + test.destination()
                    + ": add it with  spawn alerts add-destination " + test.destination());
        }
        String id = test.envelope().id();
        Optional<String> before = deliveries.delivered(test.destination(), id);
        if (before.isPresent()) {
            return done("AlertDestinationTested", test.destination(), "answer", before.get());
        }
        Instant now = clock.instant();
        Alert alert = Telling.trial(id, found.get(), now);
        return switch (sending.send(found.get(), alert, id, now)) {
            case Sending.Result.Delivered(String answer) -> {
                deliveries.record(test.destination(), new Deliveries.Delivery(id, alert.kind(), id, true, answer, now));
                destinations.note(test.destination(), "delivered", now);
                yield done("AlertDestinationTested", test.destination(), "answer", answer);
            }
            case Sending.Result.Refused(String reason) -> {
                destinations.note(test.destination(), reason, now);
                yield JsonObject.builder()
                        .put("result", "failed")
                        .put("reason", reason)
                        .build();
            }
        };
    }

    private static JsonObject done(String type, DestinationId destination, String field, String text) {
        return JsonObject.builder()
                .put("result", "done")
                .put("type", type)
                .put(
                        "fields",
                        JsonObject.builder()
                                .put("destination", destination.value())
                                .put(field, text)
                                .build())
                .build();
    }
}
