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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
                    "launch demo --instance-type c7i.large --array HERE",
                    "launch demo --instance-type c7i.large --array 2 --min-viable HERE",
                    "launch demo --instance-type c7i.large --cost-limit HERE",
                    "launch demo --instance-type c7i.large --patience HERE",
                    "launch demo --instance-type c7i.large --subnet HERE",
                    "launch demo --instance-type c7i.large --security-group HERE",
                    "launch demo --instance-type c7i.large --ssh-from HERE",
                    "launch demo --instance-type c7i.large --dns HERE",
                    "launch demo --instance-type c7i.large --volume HERE",
                    "launch demo --instance-type c7i.large --kms-key HERE",
                    "launch demo --instance-type c7i.large --instance-profile HERE",
                    "launch demo --launch-template HERE",
                    "terminate HERE",
                    "terminate --array HERE",
                    "start --sweep HERE",
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
                    "queue template generate etl --var X=HERE",
                    "sweep HERE",
                    "sweep validate HERE",
                    "sweep expand HERE",
                    "sweep cancel HERE",
                    "sweep resume HERE",
                    "sweep rows.json --name HERE",
                    "sweep rows.json --max-concurrent HERE",
                    "sweep rows.json --max-concurrent-per-zone HERE",
                    "sweep rows.json --launch-delay HERE",
                    "sweep rows.json --on-failure HERE",
                    "sweep rows.json --owner HERE",
                    "sweep rows.json --zone HERE",
                    "sweep rows.json --id HERE",
                    "sweep expand rows.json --name HERE",
                    "sweep expand rows.json --instance-type HERE",
                    "sweep expand rows.json --ttl HERE",
                    "sweep expand rows.json --command HERE",
                    "sweep expand rows.json --user-data HERE",
                    "sweep expand rows.json --user-data @HERE",
                    "sweep expand rows.json --env HERE",
                    "sweep expand rows.json --env SEED=HERE",
                    "sweep expand rows.json --secret T=HERE",
                    "sweep expand rows.json --tag HERE",
                    "sweep expand rows.json --tag lab=HERE",
                    "sweep expand rows.json --owner HERE",
                    "sweep expand rows.json --results HERE",
                    "sweep validate rows.json --instance-type HERE",
                    "sweep validate rows.json --name HERE",
                    "alerts HERE",
                    "alerts add-destination HERE --type slack --target /spawn/alerts/slack",
                    "alerts add-destination --type HERE --target /spawn/alerts/slack",
                    "alerts add-destination --type slack --target HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/HERE",
                    "alerts add-destination --type sns --target HERE",
                    "alerts add-destination --type sns --target arn:aws:sns:us-east-1:123456789012:HERE",
                    "alerts add-destination --type email --target HERE",
                    "alerts add-destination --type email --target HERE@example.org",
                    "alerts add-destination --type http --target HERE --hmac-key /spawn/alerts/key",
                    "alerts add-destination --type http --target https://example.org/HERE --hmac-key /spawn/alerts/key",
                    "alerts add-destination --type http --target https://HERE/ --hmac-key /spawn/alerts/key",
                    "alerts add-destination --type http --target https://example.org/ --hmac-key HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --on HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --name HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --owner HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --tag HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --tag lab=HERE",
                    "alerts add-destination --type slack --target /spawn/alerts/slack --quiet HERE",
                    "alerts remove-destination HERE",
                    "alerts test-destination HERE",
                    "put HERE",
                    "put HERE fields.json",
                    "put LaunchInstance HERE",
                    "put LaunchInstance fields.json --id HERE")
            .map(line -> List.of(line.split(" ")))
            .toList();

    /** Publish nothing by themselves, and know no dry run. */
    private static final Set<List<String>> OFFLINE = Set.of(
            List.of("queue", "validate"),
            List.of("queue", "graph"),
            List.of("queue", "template"),
            List.of("sweep", "validate"),
            List.of("sweep", "expand"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    static List<Hostile> hostile() {
        // No process can be started with the others.
        return Hostile.texts();
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(
                folder.resolve("rows.json"),
                "{\"params\": [{\"instance_type\": \"c7i.large\", \"command\": \"./x\", \"lr\": 1}]}");
        Files.writeString(
                folder.resolve("fields.json"),
                "{\"name\": \"demo\", \"owner\": \"ada\", \"instanceType\": \"c7i.large\"}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsShownIsLinesThatSteerNothing(Hostile hostile) {
        for (List<String> line : TYPED) {
            var typed = new ArrayList<>(line.stream()
                    .map(word -> word.replace(HERE, hostile.text()))
                    .toList());
            if (line.size() < 2 || !OFFLINE.contains(line.subList(0, 2))) {
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

    /** Or else whatever is typed beside them would be refused because of them. */
    @Test
    void theFilesThatAreTypedBesideItAreGoodOnes() {
        for (String line : List.of(
                "sweep rows.json --dry-run", "sweep expand rows.json", "put LaunchInstance fields.json --dry-run")) {
            Shell.Outcome outcome = Shell.settled().in(folder).at(folder).types(line.split(" "));
            assertThat(outcome.exit()).as(line + " " + outcome.err()).isEqualTo(Program.ACCEPTED);
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

    /** What is accepted of a file's fields is published as it stands there; what is not is told in lines. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aFilesFieldsArePublishedAsTheyStandThere(Hostile hostile) throws IOException {
        for (String field : List.of("name", "owner", "command", "userData", "keyName", hostile.text())) {
            JsonObject.Builder fields =
                    JsonObject.builder().put("name", "demo").put("owner", "ada").put("instanceType", "c7i.large");
            fields.put(field, field.equals(hostile.text()) ? "1" : hostile.text());
            Path file =
                    Files.writeString(folder.resolve("put.json"), fields.build().toString());

            // When
            Shell.Outcome outcome =
                    Shell.settled().in(folder).at(folder).types("put", "LaunchInstance", file.toString(), "--dry-run");

            // Then
            assertThat(Hostile.steering(outcome.out())).as(field + " out").isEmpty();
            assertThat(Hostile.steering(outcome.err())).as(field + " err").isEmpty();
            if (outcome.exit() == Program.ACCEPTED) {
                assertThat(JsonObject.parse(JsonObject.parse(outcome.out()).string("Detail"))
                                .string(field))
                        .isEqualTo(hostile.text());
            } else {
                assertThat(outcome.exit()).as(outcome.err()).isEqualTo(Program.MISUSE);
                assertThat(outcome.err()).as(field).hasSizeLessThan(5_000);
                assertThat(outcome.err().lines()).as(outcome.err()).hasSizeLessThan(3);
            }
        }
    }

    /** The same of a sweep's file: in keys, in values, in cells, and as the file itself. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aSweepsFileIsToldInLines(Hostile hostile) throws IOException {
        String text = Json.of(hostile.text()).toString();
        String cell = "\"" + hostile.text().replace("\"", "\"\"") + "\"";
        String row = "{\"instance_type\": \"t3.micro\", \"command\": \"./x\", ";
        Map<String, String> files = Map.of(
                "keys.json", "{" + text + ": 1, \"params\": [" + row + text + ": 1}]}",
                "values.yaml", "{\"params\": [" + row + "\"lr\": " + text + ", \"ttl\": " + text + "}]}",
                "grid.yaml", "{\"defaults\": " + row + "\"lr\": 1}, \"grid\": {" + text + ": [1, 2]}}",
                "pairs.json",
                        "{\"params\": [" + row + "\"env\": {" + text + ": 1}, \"tags\": {" + text + ": " + text
                                + "}}]}",
                "cells.csv", "instance_type,command,lr\nt3.micro,./x," + cell + "\n",
                "names.csv", "instance_type,command," + cell + "\nt3.micro,./x,1\n",
                "itself.json", hostile.text(),
                "itself.yaml", hostile.text(),
                "itself.csv", hostile.text());
        for (Map.Entry<String, String> entry : files.entrySet()) {
            String file = Files.writeString(folder.resolve(entry.getKey()), entry.getValue())
                    .toString();
            for (List<String> typed : List.of(
                    List.of("sweep", "validate", file),
                    List.of("sweep", "validate", file, "--json"),
                    List.of("sweep", "expand", file),
                    List.of("sweep", "expand", file, "--json"),
                    List.of("sweep", file, "--dry-run"))) {
                // When
                Shell.Outcome outcome = Shell.settled().in(folder).at(folder).types(typed.toArray(String[]::new));

                // Then
                assertThat(outcome.exit()).as(typed + " " + outcome.err()).isIn(Program.ACCEPTED, Program.MISUSE);
                assertThat(Hostile.steering(outcome.out())).as(typed + " out").isEmpty();
                assertThat(Hostile.steering(outcome.err())).as(typed + " err").isEmpty();
            }
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
