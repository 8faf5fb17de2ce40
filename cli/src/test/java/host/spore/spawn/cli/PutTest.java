package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Any command from a file becomes exactly one PutEvents, or none. */
class PutTest {
    private final FakeBus bus = new FakeBus();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    Path folder;

    @AfterEach
    void closeBus() {
        bus.close();
    }

    static Set<String> commands() {
        return Language.commandTypes();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsPublishedAsItIs(String type) throws IOException {
        // Given
        JsonObject detail = Sample.of("commands/" + type).detail();

        // When
        Shell.Outcome outcome = puts(type, detail.toString());

        // Then
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo(type);
        assertThat(bus.onlyRequest().detail().members()).containsExactlyInAnyOrderEntriesOf(detail.members());
    }

    @Test
    void whatEveryMessageHasIsAdded() throws IOException {
        // When
        Shell.Outcome outcome = puts("ExtendInstance", "\uFEFF{\"target\": \"demo\", \"by\": \"1h\"}", "--id=build-7");

        // Then
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"build-7\",\"correlationId\":\"build-7\","
                        + "\"at\":\"2026-11-23T16:42:07.123Z\",\"target\":\"demo\",\"by\":\"1h\",\"shorten\":false}");
    }

    @Test
    void anIdInTheFileIsItsOwnCause() throws IOException {
        // When
        puts("ExtendInstance", "{\"id\": \"build-7\", \"target\": \"demo\", \"by\": \"1h\"}");

        // Then
        assertThat(bus.onlyRequest().detail().string("id")).isEqualTo("build-7");
        assertThat(bus.onlyRequest().detail().string("correlationId")).isEqualTo("build-7");
    }

    @Test
    void whatIsTypedWinsOverTheFile() throws IOException {
        // When
        puts(
                "ExtendInstance",
                "{\"id\": \"file\", \"correlationId\": \"file\", \"target\": \"demo\", \"by\": \"1h\"}",
                "--id=typed");

        // Then
        assertThat(bus.onlyRequest().detail().string("id")).isEqualTo("typed");
        assertThat(bus.onlyRequest().detail().string("correlationId")).isEqualTo("typed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ExtendInstanse | {}                                      | "ExtendInstanse": no command; did you mean ExtendInstance?
            InstanceReady  | {}                                      | "InstanceReady": an event, which spawn says by itself
            ExtendInstance | {"target": "demo", "bye": "1h"}         | /bye: ExtendInstance has no such field; did you mean by?
            ExtendInstance | {"target": "demo", "by": "1w"}          | "command.json": /by: "1w": use s, m, h, d
            ExtendInstance | {"target": "demo"                       | "command.json": line 1, column
            ExtendInstance | []                                      | "command.json":
            ExtendInstance | {"target": "demo"}                      | "command.json":
            StopInstance   | {"target": "demo", "at": "yesterday"}   | "command.json": /at: "yesterday"
            """)
    void whatIsWrongIsToldAndNothingIsPublished(String type, String text, String told) throws IOException {
        // When
        Shell.Outcome outcome = puts(type, text);

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("spawn: ").contains(told).hasLineCount(1);
        assertThat(bus.requests()).isEmpty();
    }

    @Test
    void whatIsMissingIsTold() {
        assertThat(Shell.speakingTo(bus).types("put").err())
                .contains("for example spawn put LaunchInstance launch.json");
        assertThat(Shell.speakingTo(bus).types("put", "StopInstance").err()).contains("file is missing");
        assertThat(Shell.speakingTo(bus)
                        .in(folder)
                        .types("put", "StopInstance", "none.json")
                        .err())
                .contains("\"none.json\": no such file");
    }

    private Shell.Outcome puts(String type, String text, String... options) throws IOException {
        Files.writeString(folder.resolve("command.json"), text);
        String[] all = new String[3 + options.length];
        all[0] = "put";
        all[1] = type;
        all[2] = "command.json";
        System.arraycopy(options, 0, all, 3, options.length);
        return Shell.speakingTo(bus).in(folder).types(all);
    }
}
