package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.AlertChannel;
import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverHandlerTest {
    private static final DestinationId ONCALL = new DestinationId("oncall");
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:oncall";

    private final AlertsStage stage = new AlertsStage();

    private JsonObject failedLaunch(AlertTarget to) {
        stage.with("oncall", to, AlertKind.FAILED);
        stage.hears("control/LaunchFailed");
        return stage.begun().getLast();
    }

    @Test
    void anEndpointGetsWhatItCanVerify() {
        // Given
        stage.web.answers(AlertsStage.ENDPOINT, 200, "thanks");
        JsonObject input = failedLaunch(AlertsStage.http());

        // When
        JsonObject answer = stage.delivers(input);

        // Then
        assertThat(answer.string("result")).isEqualTo("delivered");
        var request = stage.web.requests.getFirst();
        assertThat(request.headers())
                .isEqualTo(Signature.headers("key", stage.clock.instant(), input.string("delivery"), request.body()));
        JsonObject body = JsonObject.parse(request.body());
        assertThat(body.string("id")).isEqualTo(input.string("delivery"));
        assertThat(body.string("title")).isEqualTo("demo was not launched");
        assertThat(body.string("kind")).isEqualTo("failed");
        assertThat(stage.destinations.notes).containsEntry(ONCALL, "delivered");
    }

    @Test
    void slackMailAndTopicsGetTheirs() {
        // Given
        stage.web.answers(URI.create(AlertsStage.WEBHOOK), 200, "ok");
        stage.topics.topics.add(TOPIC);

        // When
        stage.delivers(failedLaunch(AlertsStage.slack()));
        stage.deliveries.recorded.clear();
        stage.delivers(failedLaunch(new AlertTarget(AlertChannel.SNS, TOPIC, null)));
        stage.deliveries.recorded.clear();
        stage.delivers(failedLaunch(new AlertTarget(AlertChannel.EMAIL, "ada@example.org", null)));

        // Then
        assertThat(JsonObject.parse(stage.web.requests.getFirst().body()).objects("blocks"))
                .hasSize(3);
        assertThat(stage.topics.published).hasSize(1).first().asString().startsWith("spawn: demo was not launched|");
        assertThat(stage.mail.sent.values())
                .extracting(Mail.Letter::subject)
                .containsExactly("spawn: demo was not launched");
    }

    @Test
    void whatWasDeliveredIsNotSentAgain() {
        // Given: the answer to the flow is lost
        stage.web.answers(AlertsStage.ENDPOINT, 200, "");
        JsonObject input = failedLaunch(AlertsStage.http());
        stage.delivers(input);

        // When
        JsonObject again = stage.delivers(input);

        // Then
        assertThat(again.string("result")).isEqualTo("passed");
        assertThat(stage.web.requests).hasSize(1);
    }

    /** Between the two it is told twice, under one id, by which the other side can tell. */
    @Test
    void whatWasSentAndNotNotedIsSentAgainUnderTheSameId() {
        // Given
        stage.web.answers(AlertsStage.ENDPOINT, 200, "");
        JsonObject input = failedLaunch(AlertsStage.http());
        stage.deliveries.writes.failNext(1);
        assertThatThrownBy(() -> stage.delivers(input)).isInstanceOf(Faults.FaultException.class);

        // When
        stage.delivers(input);

        // Then
        assertThat(stage.web.requests)
                .hasSize(2)
                .extracting(request -> request.headers().getOrDefault(Signature.ID, ""))
                .containsOnly(input.string("delivery"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void whatMayGoBetterLaterIsThrown(int status) {
        // Given
        stage.web.answers(AlertsStage.ENDPOINT, status, "busy");
        JsonObject input = failedLaunch(AlertsStage.http());

        // When, Then
        assertThatThrownBy(() -> stage.delivers(input))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageContaining("it answered " + status + ": busy");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 403, 404, 410})
    void whatAnEndpointDoesNotWantIsNotSentAgain(int status) {
        // Given
        stage.web.answers(AlertsStage.ENDPOINT, status, "");
        JsonObject input = failedLaunch(AlertsStage.http());

        // When
        JsonObject answer = stage.delivers(input);

        // Then
        assertThat(answer.string("result")).isEqualTo("refused");
        assertThat(answer.string("reason")).contains("it answered " + status);
        assertThat(answer.string("reason").contains("redirects are not followed"))
                .isEqualTo(status < 400);
    }

    @Test
    void whatAParameterLacksIsSaidWithTheCommand() {
        // Given
        JsonObject input = failedLaunch(AlertsStage.slack());

        // When, Then
        stage.secrets.parameters.remove("/spawn/alerts/slack");
        assertThat(stage.delivers(input).string("reason"))
                .contains("there is no parameter /spawn/alerts/slack", "aws ssm put-parameter --type SecureString");
        stage.secrets.parameters.put("/spawn/alerts/slack", new Secrets.Secret(AlertsStage.WEBHOOK, false));
        assertThat(stage.delivers(input).string("reason"))
                .contains("is no SecureString")
                .doesNotContain("s3cret");
        stage.secrets.parameters.put("/spawn/alerts/slack", new Secrets.Secret("https://example.org/s3cret", true));
        assertThat(stage.delivers(input).string("reason"))
                .contains("holds no webhook of Slack's")
                .doesNotContain("s3cret");
        stage.secrets.parameters.put("/spawn/alerts/slack", new Secrets.Secret("http://127.0.0.1@evil/s3cret", true));
        assertThat(stage.delivers(input).string("result")).isEqualTo("refused");
    }

    @Test
    void noSecretIsInALogATableOrAnEvent() {
        // Given
        stage.web.answers(URI.create(AlertsStage.WEBHOOK), 404, "no_service");
        JsonObject input = failedLaunch(AlertsStage.slack());

        // When
        JsonObject answer = stage.delivers(input);
        stage.givesUp(input, answer.string("reason"));

        // Then
        assertThat(stage.lambda.logged().toString()
                        + stage.deliveries.recorded
                        + stage.destinations.notes
                        + stage.bus.published
                        + stage.destinations.all()
                        + stage.begun())
                .contains("no_service")
                .doesNotContain("s3cret");
    }

    @Test
    void whoIsNotToldIsReported() {
        // Given
        JsonObject input = failedLaunch(AlertsStage.http());

        // When
        stage.givesUp(input, "it answered 503; tried for 20 minutes");
        stage.givesUp(input, "it answered 503; tried for 20 minutes");

        // Then
        assertThat(stage.destinations.notes).containsEntry(ONCALL, "it answered 503; tried for 20 minutes");
        assertThat(stage.bus.published)
                .hasSize(2)
                .allMatch(event -> event.type().equals("AlertFailed"))
                .extracting(event -> event.detail().string("id"))
                .containsOnly(stage.bus.published.getFirst().detail().string("id"));
        assertThat(stage.bus.published.getFirst().detail().string("kind")).isEqualTo("failed");
    }

    @Test
    void aDestinationThatIsGoneGetsNothing() {
        // Given
        JsonObject input = failedLaunch(AlertsStage.http());
        stage.destinations.remove(ONCALL);

        // When, Then
        assertThat(stage.delivers(input).string("result")).isEqualTo("passed");
        assertThat(stage.web.requests).isEmpty();
    }

    @Test
    void whatWasHeldBackIsToldWithItsCount() {
        // Given
        stage.web.answers(AlertsStage.ENDPOINT, 503, "");
        stage.web.answers(AlertsStage.ENDPOINT, 200, "");
        stage.with("oncall", AlertsStage.http(), AlertFilter.NONE, Duration.ofMinutes(10), AlertKind.FAILED);
        for (String id : new String[] {"one", "two", "three", "three"}) {
            stage.hears("control/LaunchFailed", Map.of("id", id));
        }
        JsonObject digest = stage.begun().getLast();
        stage.clock.advance(Duration.ofMinutes(10));

        // When: not at once
        assertThatThrownBy(() -> stage.delivers(digest)).isInstanceOf(NotDeliveredException.class);
        JsonObject answer = stage.delivers(digest);

        // Then
        assertThat(answer.string("result")).isEqualTo("delivered");
        assertThat(JsonObject.parse(stage.web.requests.getLast().body()).string("title"))
                .isEqualTo("2 more alerts of the kind failed were held back until 2026-11-23 12:10:00 UTC");

        // When: another one, in the window that this one has opened
        stage.hears("control/LaunchFailed", Map.of("id", "four"));

        // Then
        assertThat(stage.begun().getLast().string("until")).isEqualTo("2026-11-23T12:20:00Z");
    }
}
