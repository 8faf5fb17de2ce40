package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * From an event on the bus to what somebody reads, by every channel. The events are published as the control plane says
 * them, without the launches that they tell of: what makes them is tested elsewhere.
 */
class AlertIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Cloud cloud = Cloud.get();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String key = "/spawn/alerts/" + cloud.newName("key");
    private final String webhook = "/spawn/alerts/" + cloud.newName("hook");

    /** What this test tells of is told to its own destinations alone. */
    private final String name = cloud.newName("alerted");

    @BeforeEach
    void storeTheKey() {
        store(key, "an endpoint's own");
    }

    @AfterEach
    void removeAll() throws Exception {
        for (AutoCloseable thing : open) {
            thing.close();
        }
    }

    private void store(String parameter, String secret) {
        cloud.parameters.putParameter(
                request -> request.name(parameter).value(secret).type(ParameterType.SECURE_STRING));
        open.add(() -> cloud.parameters.deleteParameter(request -> request.name(parameter)));
    }

    private Endpoint endpoint(String body, Integer... statuses) {
        Endpoint endpoint = new Endpoint(body, statuses);
        open.add(endpoint);
        return endpoint;
    }

    private Heard outcome(String command) {
        return cloud.tap.await(
                "an outcome of " + command,
                SOON,
                heard -> heard.detail()
                        .optionalString("commandId")
                        .filter(command::equals)
                        .isPresent());
    }

    /** By the real command line; answers once it is there. */
    private String added(String hint, String... options) {
        String destination = cloud.newName(hint);
        List<String> words = new ArrayList<>(List.of("alerts", "add-destination", destination, "--name", name));
        words.addAll(List.of(options));
        Heard outcome = outcome(cloud.accepted(words.toArray(String[]::new)));
        assertThat(outcome.type()).as(outcome.detail().toString()).isEqualTo("AlertDestinationAdded");
        open.add(() -> cloud.accepted("alerts", "remove-destination", destination));
        return destination;
    }

    /** As the control plane says that a launch has failed. */
    private String saidThatALaunchFailed(String reason) {
        JsonObject detail = rejected(reason);
        say(detail);
        return detail.string("id");
    }

    private JsonObject rejected(String reason) {
        String id = cloud.newId();
        return JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("correlationId", id)
                .put("at", Instant.now().toString())
                .put("commandId", cloud.newId())
                .put("commandType", "LaunchInstance")
                .put("name", name)
                .put("reason", reason)
                .build();
    }

    private void say(JsonObject detail) {
        cloud.events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .eventBusName("spawn")
                .source("spawn.control")
                .detailType("LaunchRejected")
                .detail(detail.toString())
                .build()));
    }

    /** Some of what is kept there, which stays. */
    private List<JsonObject> undelivered() {
        String queue = cloud.queues
                .getQueueUrl(request -> request.queueName("spawn-alerts-undelivered"))
                .queueUrl();
        return cloud
                .queues
                .receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).visibilityTimeout(0))
                .messages()
                .stream()
                .map(message -> JsonObject.parse(message.body()))
                .toList();
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void oneEventReachesEveryChannelAndABrokenOneKeepsNobodyFromTheirs() throws Exception {
        // Given: the first of them refuses all it gets
        Endpoint broken = endpoint("go away", 410);
        Endpoint http = endpoint("", 204);
        Endpoint slack = endpoint("ok", 200);
        Subscriber subscriber = new Subscriber(cloud);
        open.add(subscriber);
        store(webhook, slack.url().toString());
        SentMails.verified(cloud);
        String to = cloud.newName("ada") + "@example.org";
        String bad = added("bad", "--type", "http", "--target", broken.url().toString(), "--hmac-key", key);
        added("http", "--type", "http", "--target", http.url().toString(), "--hmac-key", key);
        added("slack", "--type", "slack", "--target", webhook);
        added("sns", "--type", "sns", "--target", subscriber.topic());
        added("mail", "--type", "email", "--target", to);

        // When
        Instant said = Instant.now();
        String cause = saidThatALaunchFailed("no capacity for <b>&<!channel>");
        Endpoint.Request request = http.await(1).getFirst();
        Duration took = Duration.between(said, Instant.now());

        // Then: what is signed is what came
        JsonObject body = JsonObject.parse(request.body());
        assertThat(body.string("cause")).isEqualTo(cause);
        assertThat(body.string("title")).isEqualTo(name + " was not launched");
        assertThat(request.headers())
                .containsEntry(
                        "X-spawn-signature",
                        "v1="
                                + hmac(
                                        "an endpoint's own",
                                        request.headers().get("X-spawn-timestamp") + "." + body.string("id") + "."
                                                + request.body()));
        assertThat(JsonObject.parse(slack.await(1).getFirst().body()).string("text"))
                .isEqualTo(name + " was not launched");
        assertThat(subscriber.received())
                .startsWith("spawn: " + name + " was not launched|")
                .contains("no capacity for <b>&<!channel>");
        Await.until(
                "a mail to " + to,
                SOON,
                () -> SentMails.all(cloud).stream().anyMatch(mail -> mail.to().contains(to)));
        assertThat(SentMails.all(cloud).stream()
                        .filter(mail -> mail.to().contains(to))
                        .map(SentMails.Sent::html))
                .singleElement()
                .asString()
                .contains("no capacity for &lt;b&gt;&amp;&lt;!channel&gt;");

        // Then: and the broken one is reported
        Heard failed = cloud.tap.await(
                "AlertFailed of " + bad,
                SOON,
                heard -> heard.type().equals("AlertFailed")
                        && heard.detail().string("destination").equals(bad));
        assertThat(failed.detail().string("reason")).isEqualTo("it answered 410: go away");
        Await.until(
                "what nobody was told, kept",
                SOON,
                () -> undelivered().stream()
                        .anyMatch(kept -> kept.string("destination").equals(bad)
                                && kept.string("failed").equals("it answered 410: go away")
                                && kept.object("alert").string("cause").equals(cause)));
        assertThat(took).as("from the event to the request, on a busy machine").isLessThan(Duration.ofSeconds(60));
    }

    /** SCENARIOS 3. */
    @Test
    void whatIsSaidTwiceOrInAQuietWindowIsToldOnceAndTheRestIsCounted() {
        // Given
        Endpoint http = endpoint("", 200);
        added("quiet", "--type", "http", "--target", http.url().toString(), "--hmac-key", key, "--quiet", "15s");

        // When
        for (int i = 0; i < 3; i++) {
            JsonObject detail = rejected("number " + i);
            say(detail);
            say(detail);
        }

        // Then
        List<Endpoint.Request> told = http.await(2);
        assertThat(told).hasSize(2);
        assertThat(JsonObject.parse(told.getFirst().body()).string("title")).isEqualTo(name + " was not launched");
        assertThat(JsonObject.parse(told.getLast().body()).string("title"))
                .startsWith("2 more alerts of the kind failed were held back until ");
    }

    @Test
    void whatGoesBetterLaterIsTriedAgainAndADestinationCanBeTested() {
        // Given
        Endpoint http = endpoint("busy", 503, 200);
        String destination =
                added("busy", "--type", "http", "--target", http.url().toString(), "--hmac-key", key);

        // When
        Heard tested = outcome(cloud.accepted("alerts", "test-destination", destination));

        // Then
        assertThat(tested.type()).isEqualTo("AlertDestinationTested");
        assertThat(tested.detail().string("answer")).startsWith("it answered 200");
        assertThat(http.requests()).hasSize(2);

        // When
        Heard nobody = outcome(cloud.accepted("alerts", "test-destination", cloud.newName("nobody")));

        // Then
        assertThat(nobody.type()).isEqualTo("CommandRejected");
    }

    /** Published past the command line, which would refuse it. */
    @Test
    void whatIsNotOfThePublicInternetIsNotReached() {
        // Given: the metadata service, where the test's own origin does not help
        String address = "/spawn/alerts/" + cloud.newName("address");
        store(address, "https://169.254.169.254/latest/meta-data/");
        String destination = added("within", "--type", "http", "--target", address, "--hmac-key", key);

        // When
        Heard outcome = outcome(cloud.accepted("alerts", "test-destination", destination));

        // Then
        assertThat(outcome.type()).isEqualTo("CommandFailed");
        assertThat(outcome.detail().string("reason")).contains("not one of the public internet");
    }
}
