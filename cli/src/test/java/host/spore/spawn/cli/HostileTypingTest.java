package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text typed wherever something can be typed: what the terminal shows is lines, and steers nothing. */
class HostileTypingTest {
    private static final String HERE = "HERE";

    /** Commands with the place where the text goes. */
    private static final List<List<String>> TYPED = Stream.of(
                    "HERE",
                    "HERE demo",
                    "launch HERE --instance-type c7i.large",
                    "launch demo HERE",
                    "launch demo --instance-type HERE",
                    "launch demo --instance-type c7i.large --owner HERE",
                    "launch demo --instance-type c7i.large --tag HERE",
                    "launch demo --instance-type c7i.large --tag lab=HERE",
                    "launch demo --instance-type c7i.large --command HERE",
                    "launch demo --instance-type c7i.large --user-data HERE",
                    "launch demo --instance-type c7i.large --user-data @HERE",
                    "launch demo --instance-type c7i.large --pre-stop HERE",
                    "launch demo --instance-type c7i.large --command x --env HERE",
                    "launch demo --instance-type c7i.large --command x --env SEED=HERE",
                    "launch demo --instance-type c7i.large --command x --secret HERE",
                    "launch demo --instance-type c7i.large --command x --secret T=HERE",
                    "launch demo --instance-type c7i.large --results HERE",
                    "launch demo --instance-type c7i.large --key-name HERE",
                    "launch demo --instance-type c7i.large --ami HERE",
                    "launch demo --instance-type c7i.large --zone HERE",
                    "launch demo --instance-type c7i.large --ttl HERE",
                    "launch demo --instance-type c7i.large --completion-file HERE",
                    "launch demo --instance-type c7i.large --id HERE",
                    "launch demo --instance-type c7i.large --region HERE",
                    "terminate HERE",
                    "extend HERE --by 1h",
                    "extend demo --by HERE",
                    "extend demo --until HERE",
                    "stop --owner HERE --yes",
                    "queue HERE",
                    "queue validate HERE",
                    "queue graph HERE",
                    "queue submit HERE",
                    "queue cancel HERE",
                    "queue resume HERE",
                    "queue template show HERE",
                    "queue template generate HERE",
                    "queue template generate etl --var HERE",
                    "queue template generate etl --var X=HERE")
            .map(line -> List.of(line.split(" ")))
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    static List<Hostile> hostile() {
        // No process can be started with the others.
        return Hostile.texts();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsShownIsLinesThatSteerNothing(Hostile hostile) {
        for (List<String> line : TYPED) {
            var typed = new ArrayList<>(line.stream()
                    .map(word -> word.replace(HERE, hostile.text()))
                    .toList());
            if (!line.getFirst().equals("queue")
                    || List.of("submit", "cancel", "resume").contains(line.get(1))) {
                typed.add("--dry-run");
            }

            // When
            Shell.Outcome outcome = Shell.settled().in(folder).at(folder).types(typed.toArray(new String[0]));

            // Then
            assertThat(outcome.exit()).as(line + " " + outcome.err()).isIn(Program.ACCEPTED, Program.MISUSE);
            assertThat(Hostile.steering(outcome.out())).as(line + " out").isEmpty();
            assertThat(Hostile.steering(outcome.err())).as(line + " err").isEmpty();
            assertThat(outcome.err()).as(line.toString()).hasSizeLessThan(5_000);
            if (outcome.exit() == Program.MISUSE) {
                assertThat(outcome.out()).as(line.toString()).isEmpty();
                assertThat(outcome.err().lines()).as(line + " " + outcome.err()).hasSizeLessThan(12);
            }
        }
    }

    /** What is accepted is published as it was typed. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aCommandIsPublishedAsItWasTyped(Hostile hostile) {
        // When
        Shell.Outcome outcome = Shell.settled()
                .types("launch", "demo", "--instance-type", "c7i.large", "--command", hostile.text(), "--dry-run");

        // Then
        if (outcome.exit() == Program.ACCEPTED) {
            assertThat(JsonObject.parse(JsonObject.parse(outcome.out()).string("Detail"))
                            .string("command"))
                    .isEqualTo(hostile.text());
        } else {
            assertThat(hostile.text().isBlank()
                            || hostile.text().length() > 4_000
                            || hostile.text().startsWith("-"))
                    .as(outcome.err())
                    .isTrue();
        }
    }

    /** Problems of a file are told by their places, and keys of the file's author are in these. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aFilesProblemsAreLines(Hostile hostile) throws IOException {
        String key = Json.of(hostile.text()).toString();
        List<String> files = List.of(
                "{\"queue_id\": \"q\", " + key
                        + ": 1, \"jobs\": [{\"job_id\": \"a\", \"command\": \"x\", \"timeout\": \"1m\"}]}",
                "{\"queue_id\": " + key + ", \"jobs\": [{\"job_id\": " + key + ", \"command\": \"x\", \"timeout\": "
                        + key + ", \"env\": {" + key + ": 1}}]}",
                "{" + key + ": 1, " + key + ": 2}",
                hostile.text());
        for (String text : files) {
            Path file = Files.writeString(folder.resolve("q.json"), text);
            for (String[] typed : List.of(
                    new String[] {"queue", "validate", file.toString()},
                    new String[] {"queue", "validate", file.toString(), "--json"},
                    new String[] {"queue", "graph", file.toString()})) {
                Shell.Outcome outcome = new Shell().in(folder).at(folder).types(typed);
                assertThat(outcome.exit()).as(outcome.err()).isIn(Program.ACCEPTED, Program.MISUSE);
                assertThat(Hostile.steering(outcome.out())).isEmpty();
                assertThat(Hostile.steering(outcome.err())).isEmpty();
            }
        }
    }
}
