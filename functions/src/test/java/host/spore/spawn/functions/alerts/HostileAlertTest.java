package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Hostile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people wrote into names, reasons and tags, told to other people: in no channel it is anything but text. */
class HostileAlertTest {
    private static final String TAG = "</?(html|body|p|b|a|br|!doctype)( [a-z]+=\"[^\"<>]*\")?( html)?>";

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    private static Alert alert(Hostile hostile) {
        return new Alert(
                "cause",
                AlertKind.FAILED,
                Instant.parse("2026-11-23T12:00:00Z"),
                hostile.text(),
                List.of(hostile.text(), "the next line"),
                Map.of("owner", hostile.text()),
                Map.of("execution", "https://example.org/x"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void slackLooksForNothingInIt(Hostile hostile) {
        // When
        JsonObject message = Wording.slack(alert(hostile));

        // Then: the notification is looked through, so no sign is left in it; all else that was written is plain
        assertThat(message.string("text")).doesNotContain("<", ">");
        for (JsonObject block : message.objects("blocks")) {
            block.optionalObject("text")
                    .ifPresent(text -> assertThat(text.string("type")).isEqualTo("plain_text"));
            block.objects("elements").stream()
                    .filter(element -> element.string("type").equals("mrkdwn"))
                    .forEach(element ->
                            assertThat(element.string("text")).isEqualTo("<https://example.org/x|execution>"));
        }
        assertThat(Hostile.steering(message.toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void mailHasOneSubjectAndNoMarkupButOurs(Hostile hostile) {
        // When
        Mail.Letter letter = Wording.letter(alert(hostile));

        // Then
        assertThat(Hostile.steering(letter.subject())).isEmpty();
        assertThat(letter.subject()).doesNotContain("\n", "\r");
        assertThat(letter.html().replaceAll(TAG, "")).doesNotContain("<", ">", "\"", "'");
        assertThat(letter.text().lines().filter(line -> line.equals("the next line")))
                .hasSize(1);
        letter.text().lines().forEach(line -> assertThat(Hostile.steering(line)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aTopicTakesItsSubject(Hostile hostile) {
        assertThat(Wording.subject(alert(hostile))).matches("[ -~]{1,100}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aProgramReadsOneObject(Hostile hostile) {
        // When
        String body = Wording.json(alert(hostile), "id-1", "ops").toString();

        // Then
        JsonObject read = JsonObject.parse(body);
        assertThat(read.string("id")).isEqualTo("id-1");
        assertThat(read.string("destination")).isEqualTo("ops");
        assertThat(read.string("kind")).isEqualTo("failed");
        assertThat(body).doesNotContain("\n");
        assertThat(Hostile.steering(body)).isEmpty();
    }
}
