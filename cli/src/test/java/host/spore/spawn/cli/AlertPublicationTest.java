package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed about alerts becomes exactly one PutEvents, or none; and nothing secret leaves the machine. */
class AlertPublicationTest {
    private static final String ID = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";
    private static final String WEBHOOK = "https://hooks.slack.com/services/T0/B0/abcdefghijklmnop01234567";

    private final FakeBus bus = new FakeBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    private Shell.Outcome types(String... arguments) {
        return Shell.speakingTo(bus).types(arguments);
    }

    @Test
    void aDestinationIsPublishedAsItWasAskedFor() {
        // When
        Shell.Outcome outcome = types(
                "alerts",
                "add-destination",
                "oncall",
                "--type=http",
                "--target=https://example.org/alerts?team=a",
                "--hmac-key=/spawn/alerts/key",
                "--on=spot,failed",
                "--name=train-*",
                "--owner=ada",
                "--tag=project=genome",
                "--quiet=10m",
                "--id=" + ID);

        // Then
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo("AddAlertDestination");
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"destination\":\"oncall\",\"type\":\"http\","
                        + "\"target\":\"https://example.org/alerts?team=a\",\"hmacKey\":\"/spawn/alerts/key\","
                        + "\"on\":[\"failed\",\"spot\"],\"name\":\"train-*\",\"owner\":\"ada\","
                        + "\"tags\":{\"project\":\"genome\"},\"quiet\":\"10m\"}");
        assertThat(outcome.outLines())
                .contains(
                        "alerts to  oncall, http https://example.org/alerts?team=a",
                        "on         failed, spot",
                        "try it     spawn alerts test-destination oncall")
                .anySatisfy(line -> assertThat(line).contains("execution:spawn-alert-destination:" + ID));
    }

    @Test
    void whoGivesNoNameIsToldTheOneItHas() {
        // When
        Shell.Outcome outcome =
                types("alerts", "add-destination", "--type=email", "--target=ada@example.org", "--json");

        // Then
        String destination = bus.onlyRequest().detail().string("destination");
        assertThat(destination).matches("email-[0-9a-f]{10}");
        assertThat(JsonObject.parse(outcome.out()).string("destination")).isEqualTo(destination);
        assertThat(bus.onlyRequest().detail().has("on")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"remove-destination, RemoveAlertDestination", "test-destination, TestAlertDestination"})
    void aDestinationIsRemovedAndTestedByItsName(String word, String type) {
        // When
        types("alerts", word, "oncall");

        // Then
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo(type);
        assertThat(bus.onlyRequest().detail().string("destination")).isEqualTo("oncall");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--type=slack --target=" + WEBHOOK,
                "--type=http --hmac-key=/spawn/alerts/key --target=" + WEBHOOK,
                "--type=http --target=" + WEBHOOK,
                "--type=http --hmac-key=/spawn/alerts/key --target=https://user:abcdefghijklmnop01234567@example.org/",
                "--type=http --hmac-key=/spawn/alerts/key --target=https://example.org/?token=abcdefghijklmnop01234567",
                "--type=http --hmac-key=/spawn/alerts/key --target=https://example.org/in/abcdefghijklmnop01234567",
                "--type=http --hmac-key=/spawn/alerts/key --target=http://example.org/abcdefghijklmnop01234567",
                "--type=http --hmac-key=abcdefghijklmnop01234567 --target=https://example.org/",
                "--type=slack --target=abcdefghijklmnop01234567",
            })
    void aSecretIsNeitherPublishedNorRepeated(String options) {
        // When
        Shell.Outcome outcome = types(("alerts add-destination " + options).split(" "));

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out() + outcome.err()).doesNotContain("abcdefghijklmnop01234567");
        assertThat(bus.requests()).isEmpty();
    }

    /** The refusal has the command that stores the secret. */
    @Test
    void whoGivesAWebhookIsToldWhereToPutIt() {
        assertThat(types("alerts", "add-destination", "--type=slack", "--target=" + WEBHOOK)
                        .err())
                .isEqualTo(
                        "spawn: --target (not shown): a webhook's URL lets everybody write who has it, and events are kept;"
                                + " store it with  aws ssm put-parameter --type SecureString --name /spawn/alerts/slack --value"
                                + " file://secret.txt (the URL in that file)  and give /spawn/alerts/slack instead\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            add-destination                                    | --type is missing: for example --type slack
            add-destination --type teams                       | --type "teams": one of slack, sns, email, http
            add-destination --type sns                         | --target is missing: for example --target arn:aws:sns:us-east-1:123456789012:oncall
            add-destination --type sns --target oncall         | --target "oncall": the ARN of a topic, for example arn:aws:sns:us-east-1:123456789012:oncall (no FIFO topics)
            add-destination --type email --target ada          | --target "ada": one address, for example oncall@example.org
            add-destination --type email --target a@b.org,c@d.org | --target "a@b.org,c@d.org": one address, for example oncall@example.org
            add-destination --type email --target a@b.org --on failed,spto | --on "spto": one of launched, ready, failed, warning, expired, idle, spot, queue, sweep, drift, cost; did you mean spot?
            add-destination --type email --target a@b.org --quiet 2d | --quiet "2d": at most 1d
            add-destination --type email --target a@b.org --name a/b | --name "a/b": the name of an instance or a queue, with * for any letters, for example train-*
            add-destination --type email --target a@b.org --hmac-key /spawn/alerts/k | --hmac-key is for --type http; leave it out
            add-destination --type slack --target /other/hook  | --target "/other/hook": the name of an SSM parameter below /spawn/alerts/, for example /spawn/alerts/slack; store a secret with  aws ssm put-parameter --type SecureString --name /spawn/alerts/slack --value file://secret.txt (it in that file)
            add-destination --type http --target https://example.org/ | --hmac-key is missing: what goes to an endpoint is signed, so that it can tell who sent it; store a key with  aws ssm put-parameter --type SecureString --name /spawn/alerts/key --value file://secret.txt (a long random text in that file)  and give --hmac-key /spawn/alerts/key
            remove-destination                                 | destination is missing: its name, for example spawn alerts remove-destination oncall
            test-destination on/call                           | destination "on/call": 1 to 60 letters, digits, dots, underscores and hyphens, for example oncall
            """)
    void whatIsWrongIsOneLineAndNothingIsPublished(String typed, String message) {
        // When
        Shell.Outcome outcome = types(("alerts " + typed).split(" "));

        // Then
        assertThat(outcome).isEqualTo(new Shell.Outcome(2, "", "spawn: " + message + "\n"));
        assertThat(bus.requests()).isEmpty();
    }
}
