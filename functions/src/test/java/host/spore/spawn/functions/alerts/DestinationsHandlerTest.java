package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationsHandlerTest {
    private final AlertsStage stage = new AlertsStage();

    private JsonObject said(String type) {
        return stage.command(type, Sample.of("commands/" + type).detail().toString());
    }

    private static String slack(String id) {
        return "{\"id\":\"" + id + "\",\"at\":\"2026-11-23T16:42:07Z\",\"destination\":\"" + id
                + "\",\"type\":\"slack\",\"target\":\"/spawn/alerts/slack\"}";
    }

    @Test
    void aDestinationIsThereAfterwards() {
        // When
        JsonObject answer = said("AddAlertDestination");

        // Then
        assertThat(answer.string("type")).isEqualTo("AlertDestinationAdded");
        assertThat(answer.object("fields").string("summary"))
                .isEqualTo("failed, spot, where its filter holds, go to https://example.org/alerts");
        assertThat(stage.destinations.all()).singleElement().satisfies(found -> {
            assertThat(found.kinds()).containsExactly(AlertKind.FAILED, AlertKind.SPOT);
            assertThat(found.quiet()).isEqualTo(java.time.Duration.ofMinutes(10));
        });
    }

    @Test
    void whoChoosesNothingGetsTheUsualKinds() {
        // When
        stage.command("AddAlertDestination", slack("team"));

        // Then
        assertThat(stage.destinations.all())
                .singleElement()
                .satisfies(found -> assertThat(found.kinds()).isEqualTo(AlertKind.USUAL));
    }

    @Test
    void aSecretThatIsNotThereIsRefusedAtOnce() {
        // Given
        stage.secrets.parameters.clear();

        // When
        JsonObject answer = stage.command("AddAlertDestination", slack("team"));

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
        assertThat(answer.string("reason")).contains("there is no parameter /spawn/alerts/slack");
        assertThat(stage.destinations.all()).isEmpty();
    }

    @Test
    void thereAreSoManyAndNoMoreUntilOneIsRemoved() {
        // Given
        for (int i = 0; i < DestinationsHandler.MOST; i++) {
            stage.command("AddAlertDestination", slack("d" + i));
        }

        // When
        JsonObject another = stage.command("AddAlertDestination", slack("another"));
        JsonObject again = stage.command("AddAlertDestination", slack("d0"));

        // Then
        assertThat(another.string("reason")).isEqualTo("50 destinations: at most 50; remove one first");
        assertThat(again.object("fields").string("summary")).endsWith("this replaces what was there under its name");
    }

    @Test
    void aRemovalIsDoneHoweverOftenItIsAsked() {
        // Given
        said("AddAlertDestination");

        // When
        List<String> types = List.of(
                said("RemoveAlertDestination").string("type"),
                said("RemoveAlertDestination").string("type"));

        // Then
        assertThat(types).containsExactly("AlertDestinationRemoved", "AlertDestinationRemoved");
        assertThat(stage.destinations.all()).isEmpty();
    }

    @Test
    void aTestIsSentOnceAndAnsweredTheSame() {
        // Given
        said("AddAlertDestination");
        stage.web.answers(AlertsStage.ENDPOINT, 204, "");

        // When
        JsonObject first = said("TestAlertDestination");
        JsonObject second = said("TestAlertDestination");

        // Then
        assertThat(first.string("type")).isEqualTo("AlertDestinationTested");
        assertThat(first.object("fields").string("answer")).isEqualTo("it answered 204");
        assertThat(second).isEqualTo(first);
        assertThat(stage.web.requests).hasSize(1);
    }

    @Test
    void aTestThatDoesNotArriveSaysWhy() {
        // Given
        said("AddAlertDestination");
        stage.web.answers(AlertsStage.ENDPOINT, 503, "busy");
        stage.web.answers(AlertsStage.ENDPOINT, 404, "who?");

        // When: the flow tries again
        assertThatThrownBy(() -> said("TestAlertDestination")).isInstanceOf(NotDeliveredException.class);
        JsonObject answer = said("TestAlertDestination");

        // Then
        assertThat(answer).isEqualTo(JsonObject.parse("{\"result\":\"failed\",\"reason\":\"it answered 404: who?\"}"));
        assertThat(stage.destinations.notes.values()).containsExactly("it answered 404: who?");
    }

    @Test
    void whatIsNotThereIsNotTested() {
        assertThat(said("TestAlertDestination").string("reason"))
                .isEqualTo("there is no destination oncall: add it with  spawn alerts add-destination oncall");
    }

    /** The bus is open to others than the command line. */
    @Test
    void aSecretInAnEventIsRefusedAndNotRepeated() {
        // When
        JsonObject answer =
                stage.command("AddAlertDestination", slack("team").replace("/spawn/alerts/slack", AlertsStage.WEBHOOK));

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
        assertThat(answer + stage.lambda.logged().toString()).doesNotContain("s3cret");
    }

    @Test
    void anotherCommandIsRefused() {
        assertThat(stage.command("StopInstance", "{\"id\":\"a\",\"at\":\"2026-11-23T16:42:07Z\",\"target\":\"demo\"}")
                        .string("reason"))
                .contains("this flow knows destinations");
    }
}
