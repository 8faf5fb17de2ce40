package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that somebody wrote is anything but text, in any channel. */
class WordingTest {
    private static Alert alert(String hostile) {
        return new Alert(
                "c",
                AlertKind.FAILED,
                Instant.parse("2026-11-23T12:00:00Z"),
                hostile,
                List.of(hostile),
                Map.of("name", hostile),
                Map.of("execution", "https://example.org/?a=b&c=\"><script>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel> look",
                "<https://evil.example.org|the dashboard>",
                "*bold* _and_ `code` @here",
                "</b><script>alert(1)</script>",
                "\" onload=\"alert(1)",
                "a & b",
            })
    void slackShowsItAsItStands(String hostile) {
        // When
        JsonObject message = Wording.slack(alert(hostile));

        // Then: in plain_text nothing is looked for, and what is looked through has no sign left
        assertThat(message.string("text")).doesNotContain("<", ">");
        for (JsonObject block : message.objects("blocks")) {
            block.optionalObject("text")
                    .ifPresent(text -> assertThat(text.string("type")).isEqualTo("plain_text"));
            for (JsonObject element : block.objects("elements")) {
                if (element.string("type").equals("mrkdwn")) {
                    assertThat(element.string("text"))
                            .isEqualTo("<https://example.org/?a=b&amp;c=\"&gt;&lt;script&gt;|execution>");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"</b><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'&"})
    void mailShowsItAsItStands(String hostile) {
        // When
        String html = Wording.letter(alert(hostile)).html();

        // Then
        assertThat(html.replaceAll("</?(html|body|p|b|a|br|!doctype)( [a-z]+=\"[^\"<>]*\")?( html)?>", ""))
                .doesNotContain("<", ">", "\"");
        assertThat(html).doesNotContain("<script", "<img");
    }

    @Test
    void aSubjectIsOneLine() {
        // Given
        Alert alert = alert("demo\r\nBcc: everybody@example.org\u0000 ü " + "x".repeat(300));

        // When, Then
        assertThat(Wording.letter(alert).subject()).doesNotContain("\r", "\n", "\u0000");
        assertThat(Wording.subject(alert))
                .startsWith("spawn: demo??Bcc: everybody@example.org? ? x")
                .hasSize(100)
                .matches("[ -~]*");
    }

    @Test
    void aMessageReadsLikeOne() {
        assertThat(Wording.text(new Alert(
                        "c",
                        AlertKind.SPOT,
                        Instant.parse("2026-11-23T12:00:00.123Z"),
                        "demo is interrupted",
                        List.of("It ends soon."),
                        Map.of("owner", "ada"),
                        Map.of("execution", "https://example.org/"))))
                .isEqualTo("""
                        demo is interrupted

                        It ends soon.

                        2026-11-23 12:00:00 UTC
                        owner: ada
                        execution: https://example.org/
                        """);
    }

    @Test
    void anAlertSurvivesItsJson() {
        Alert alert = alert("ü <b>");
        assertThat(Alert.read(JsonObject.parse(alert.toJson().toString()))).isEqualTo(alert);
    }
}
