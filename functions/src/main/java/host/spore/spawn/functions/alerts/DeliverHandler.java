package host.spore.spawn.functions.alerts;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AlertFailed;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Delivers one alert to one destination: {@code {destination, delivery, alert}}, or {@code {…, kind, until}} for what was
 * held back until then, becomes {@code {"result":"delivered"|"passed"|"refused", "reason"}}. What may go better later is
 * thrown, and the flow tries again; asked again after it was delivered, it does nothing. With {@code failed}, it notes that
 * nobody tries any more, and says so on the bus.
 */
public final class DeliverHandler extends JsonHandler {
    private static final int LONGEST_REASON = 500;

    private final Destinations destinations;
    private final Deliveries deliveries;
    private final Quiets quiets;
    private final Sending sending;
    private final Bus bus;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public DeliverHandler() {
        this(Environment.ofProcess());
    }

    private DeliverHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private DeliverHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb(), environment.required("SPAWN_ALERTS_TABLE"));
    }

    private DeliverHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb, String table) {
        this(
                new DynamoDestinations(dynamoDb, table),
                new DynamoDeliveries(dynamoDb, table),
                new DynamoQuiets(dynamoDb, table),
                Channels.of(environment, clients),
                new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME")),
                InstantSource.system());
    }

    DeliverHandler(
            Destinations destinations,
            Deliveries deliveries,
            Quiets quiets,
            Sending sending,
            Bus bus,
            InstantSource clock) {
        this.destinations = destinations;
        this.deliveries = deliveries;
        this.quiets = quiets;
        this.sending = sending;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        DestinationId id = new DestinationId(input.string("destination"));
        String delivery = input.string("delivery");
        JsonObject answer = input.has("failed") ? givenUp(input, id, delivery) : deliver(input, id, delivery);
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("destination", id),
                        field("delivery", delivery),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject deliver(JsonObject input, DestinationId id, String delivery) {
        Optional<Destination> found = destinations.find(id);
        if (found.isEmpty()) {
            return answer("passed", "the destination was removed meanwhile");
        }
        if (deliveries.delivered(id, delivery).isPresent()) {
            return answer("passed", "delivered before");
        }
        Instant now = clock.instant();
        Optional<Alert> alert = alert(input, found.get(), delivery, now);
        if (alert.isEmpty()) {
            return answer("passed", "nothing was held back");
        }
        return switch (sending.send(found.get(), alert.get(), delivery, now)) {
            case Sending.Result.Delivered(String said) -> {
                deliveries.record(
                        id,
                        new Deliveries.Delivery(
                                delivery, alert.get().kind(), alert.get().cause(), true, said, now));
                destinations.note(id, "delivered", now);
                yield answer("delivered", said);
            }
            case Sending.Result.Refused(String reason) -> answer("refused", reason);
        };
    }

    /** What was held back is taken out of its window by the first who asks, and given to him again if he asks again. */
    private Optional<Alert> alert(JsonObject input, Destination destination, String delivery, Instant now) {
        if (input.has("alert")) {
            return Optional.of(Alert.read(input.object("alert")));
        }
        AlertKind kind = AlertKind.parse(input.string("kind"));
        Instant until = Instant.parse(input.string("until"));
        Duration quiet = destination.quiet() == null ? Duration.ZERO : destination.quiet();
        List<String> causes = quiets.close(destination.id(), kind, until, now.plus(quiet));
        return causes.isEmpty() ? Optional.empty() : Optional.of(Telling.digest(delivery, kind, causes, until));
    }

    private JsonObject givenUp(JsonObject input, DestinationId id, String delivery) {
        Instant now = clock.instant();
        AlertKind kind =
                AlertKind.parse(input.has("alert") ? input.object("alert").string("kind") : input.string("kind"));
        String cause = input.has("alert") ? input.object("alert").string("cause") : delivery;
        String reason = Printable.of(input.string("failed"), LONGEST_REASON);
        deliveries.record(id, new Deliveries.Delivery(delivery, kind, cause, false, reason, now));
        destinations.note(id, reason, now);
        AlertFailed said = new AlertFailed(
                new Envelope(
                        Envelope.CURRENT,
                        Ids.hash("alert-failed", delivery),
                        input.optionalString("correlationId").orElse(delivery),
                        now),
                id,
                kind,
                cause,
                reason);
        bus.publish(said.type(), said.toJson().toString());
        return answer("noted", reason);
    }

    private static JsonObject answer(String result, String reason) {
        return JsonObject.builder().put("result", result).put("reason", reason).build();
    }
}
