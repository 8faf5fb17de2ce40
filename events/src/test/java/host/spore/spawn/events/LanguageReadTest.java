package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageReadTest {
    private static final String LAUNCH = """
            {"version":1,"id":"c1","at":"2026-11-23T16:42:07Z","name":"demo","owner":"ada","instanceType":"c7i.large"}
            """;

    @Test
    void aCommandOfARuleNeedsOnlyWhatHasNoDefault() {
        Command command =
                Language.command("LaunchInstance", JsonObject.parse(LAUNCH)).orElseThrow();

        assertThat(command).isInstanceOfSatisfying(LaunchInstance.class, launch -> {
            assertThat(launch.machine().ami()).isEqualTo("al2023");
            assertThat(launch.life().ttl()).isNull();
            assertThat(launch.envelope().correlationId()).isEqualTo("c1");
        });
    }

    @Test
    void anUnknownTypeIsNoCommand() {
        assertThat(Language.command("HibernateEverything", JsonObject.parse(LAUNCH)))
                .isEmpty();
    }

    @Test
    void fieldsThatANewerVersionAddedAreNoError() {
        assertThat(Language.command(
                        "StopInstance",
                        JsonObject.parse(
                                "{\"id\":\"c\",\"at\":\"2026-11-23T16:42:07Z\",\"target\":\"demo\",\"newer\":[1]}")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "\"name\":\"demo\"         | \"name\":\"De mo\"          | /name: \"De mo\": lower-case",
                "\"name\":\"demo\"         | \"name\":7                  | /name: expected a string, got a number",
                "\"name\":\"demo\",        |                             | /name: missing, expected a string",
                "c7i.large                 | huge                        | /instanceType: \"huge\": an instance type",
                "\"owner\":\"ada\"         | \"owner\":\"ada\",\"ttl\":\"1w\"   | /ttl: \"1w\": use s, m, h, d",
                "\"owner\":\"ada\"         | \"owner\":\"ada\",\"ttl\":\"366d\" | /ttl: \"366d\": at most 365d",
                "\"owner\":\"ada\"         | \"owner\":\"a da\"          | /owner: \"a da\": an owner",
                "\"owner\":\"ada\"         | \"owner\":\"ada\",\"ami\":\"windows\" | /ami: \"windows\": al2023",
                "\"owner\":\"ada\"         | \"owner\":\"ada\",\"tags\":{\"spawn:x\":\"1\"} | /tags: \"spawn:x\": keys that",
                "\"version\":1             | \"version\":2               | version 2: this deployment",
                "16:42:07Z                 | 16:42:07+01                 | /at: \"2026-11-23T16:42:07+01\": a UTC instant",
            })
    void whatIsWrongIsNamedWithItsPlace(String right, String wrong, String message) {
        String text = LAUNCH.replace(right.strip(), wrong == null ? "" : wrong.strip());

        assertThatThrownBy(() -> Language.command("LaunchInstance", JsonObject.parse(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void userDataIsBoundedInBytesNotCharacters() {
        String text = LAUNCH.strip().replaceFirst("}$", ",\"userData\":\"" + "é".repeat(5121) + "\"}");

        assertThatThrownBy(() -> Language.command("LaunchInstance", JsonObject.parse(text)))
                .hasMessage("/userData: 10242 bytes of user data: at most 10240; put the rest into S3 and fetch it"
                        + " from the script");
    }

    @Test
    void anExtensionIsByADurationOrUntilAnInstant() {
        String both = "{\"id\":\"c\",\"at\":\"2026-11-23T16:42:07Z\",\"target\":\"demo\",\"by\":\"1h\","
                + "\"until\":\"2026-11-23T20:00:00Z\"}";

        assertThatThrownBy(() -> Language.command("ExtendInstance", JsonObject.parse(both)))
                .hasMessageContaining("one of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "InstanceIdle     | \"since\":\"2026-11-23T15:42:07Z\",\"windowSeconds\":0,\"action\":\"stop\",\"attempt\":1 | /windowSeconds: 0: at least 1",
                "InstanceIdle     | \"since\":\"2026-11-23T15:42:07Z\",\"windowSeconds\":9999999999,\"action\":\"stop\",\"attempt\":1 | /windowSeconds: 9999999999: out of range",
                "InstanceIdle     | \"since\":\"2026-11-23T15:42:07Z\",\"windowSeconds\":60,\"action\":\"stop\",\"attempt\":0 | /attempt: 0: at least 1",
                "InstanceIdle     | \"since\":\"2026-11-23T15:42:07Z\",\"windowSeconds\":60,\"action\":\"none\",\"attempt\":1 | /action: \"none\": one of stop, hibernate, terminate",
                "InstanceFinished | \"status\":\"done\",\"action\":\"stop\"      | /status: \"done\": one of success, failed",
                "InstanceFinished | \"status\":\"failed\",\"action\":\"reboot\"  | /action: \"reboot\": one of none, stop, hibernate, terminate",
                "WorkloadExited   | \"exitCode\":0,\"seconds\":-1                | /seconds: -1: at least 0",
                "WorkloadExited   | \"exitCode\":0,\"seconds\":1,\"results\":\"http://a/b\" | /results: \"http://a/b\": a place in S3",
                "AgentProblem     | \"what\":\"mood\",\"detail\":\"low\"         | /what: \"mood\": one of clock-skew, sensor",
            })
    void whatAnAgentSaysIsCheckedToo(String type, String fields, String message) {
        String text = "{\"id\":\"e\",\"at\":\"2026-11-23T16:42:07Z\",\"instanceId\":\"i-0c5d1f2a3b4c5d6e7\","
                + fields.strip() + "}";

        assertThatThrownBy(() -> Language.event(type, JsonObject.parse(text)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aMessageIsBoundedInCharactersAsItsSchemaCountsThem() {
        String start = "{\"id\":\"e\",\"at\":\"2026-11-23T16:42:07Z\",\"instanceId\":\"i-0c5d1f2a3b4c5d6e7\","
                + "\"status\":\"success\",\"action\":\"none\",\"message\":\"";

        assertThat(Language.event("InstanceFinished", JsonObject.parse(start + "😀".repeat(1000) + "\"}")))
                .isPresent();
        assertThatThrownBy(
                        () -> Language.event("InstanceFinished", JsonObject.parse(start + "😀".repeat(1001) + "\"}")))
                .hasMessage("/message: 1001 characters: at most 1000");
    }
}
