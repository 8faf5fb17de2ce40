package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertChannel;
import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.outside.FakeWeb;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.testevents.Sample;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All three functions over one memory. */
final class AlertsStage {
    static final String FLOW = "arn:aws:states:us-east-1:123456789012:stateMachine:spawn-deliver-alert";
    static final URI ENDPOINT = URI.create("https://example.org/alerts");
    static final String WEBHOOK = "https://hooks.slack.com/services/T0/B0/s3cret";

    final FakeDestinations destinations = new FakeDestinations();
    final FakeDeliveries deliveries = new FakeDeliveries();
    final FakeQuiets quiets = new FakeQuiets();
    final FakeInstanceRows rows = new FakeInstanceRows();
    final FakeExecutions executions = new FakeExecutions();
    final FakeSecrets secrets = new FakeSecrets();
    final FakeMail mail = new FakeMail();
    final FakeTopics topics = new FakeTopics();
    final FakeWeb web = new FakeWeb();
    final FakeBus bus = new FakeBus();
    final FakeClock clock = new FakeClock();
    final FakeLambda lambda = new FakeLambda();

    private final Sending sending =
            new Sending(secrets, mail, topics, web, Optional.of(FakeMail.VERIFIED), Set.of("http://127.0.0.1"));
    private final AlertHandler alert = new AlertHandler(destinations, quiets, rows, executions, FLOW, clock);
    private final DeliverHandler deliver = new DeliverHandler(destinations, deliveries, quiets, sending, bus, clock);
    private final DestinationsHandler change = new DestinationsHandler(destinations, deliveries, sending, clock);

    AlertsStage() {
        secrets.parameters.put("/spawn/alerts/key", new Secrets.Secret("key", true));
        secrets.parameters.put("/spawn/alerts/slack", new Secrets.Secret(WEBHOOK, true));
    }

    static AlertTarget http() {
        return new AlertTarget(AlertChannel.HTTP, ENDPOINT.toString(), "/spawn/alerts/key");
    }

    static AlertTarget slack() {
        return new AlertTarget(AlertChannel.SLACK, "/spawn/alerts/slack", null);
    }

    AlertsStage with(String id, AlertTarget to, AlertFilter filter, @Nullable Duration quiet, AlertKind... kinds) {
        destinations.put(new Destination(new DestinationId(id), to, List.of(kinds), filter, quiet), clock.instant());
        return this;
    }

    AlertsStage with(String id, AlertTarget to, AlertKind... kinds) {
        return with(id, to, AlertFilter.NONE, null, kinds);
    }

    JsonObject hears(String sample) {
        return hears(sample, Map.of());
    }

    /** With other fields in its detail. */
    JsonObject hears(String sample, Map<String, String> fields) {
        JsonObject event = Sample.of(sample).event();
        JsonObject.Builder detail = JsonObject.builder().putAll(event.object("detail"));
        fields.forEach(detail::put);
        return hears(
                JsonObject.builder().putAll(event).put("detail", detail.build()).build());
    }

    JsonObject hears(JsonObject event) {
        return lambda.invoke(alert, event);
    }

    /** What the flow would be given. */
    List<JsonObject> begun() {
        return executions.started.entrySet().stream()
                .filter(started -> started.getKey().contains(":spawn-deliver-alert:"))
                .map(Map.Entry::getValue)
                .toList();
    }

    JsonObject delivers(JsonObject input) {
        return lambda.invoke(deliver, input);
    }

    JsonObject givesUp(JsonObject input, String reason) {
        return delivers(JsonObject.builder().putAll(input).put("failed", reason).build());
    }

    JsonObject command(String type, String detail) {
        return lambda.invoke(
                change,
                JsonObject.builder()
                        .put("type", type)
                        .put("command", JsonObject.parse(detail))
                        .build());
    }
}
