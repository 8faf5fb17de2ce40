package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline: the shell here has neither bus nor keys. */
class QueueCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    private static final String TRAIN = """
            queue_id: train
            on_failure: continue
            jobs:
              - {job_id: fetch, command: ./fetch, timeout: 10m}
              - {job_id: fit, command: ./fit, timeout: 2h, depends_on: [fetch], retry: {max_attempts: 3, jitter: 0.5}}
              - {job_id: base, command: ./base, timeout: 30m, depends_on: [fetch]}
              - {job_id: score, command: ./score, timeout: 10m, depends_on: [fit, fetch]}
              - {job_id: report, command: ./report, timeout: 10m, depends_on: [fit, base]}
              - {job_id: tidy, command: ./tidy, timeout: 1m, always: true}
            """;

    private Shell.Outcome types(String... arguments) {
        return new Shell().in(folder).at(folder).types(arguments);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aQueueIsToldInAScreen() throws IOException {
        // Given
        file("train.yaml", TRAIN);

        // When
        Shell.Outcome outcome = types("queue", "validate", "train.yaml");

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.outLines()).hasSize(3);
        assertThat(outcome.outLines().get(0))
                .isEqualTo(
                        "train: 6 jobs, 6 edges (1 redundant), depth 3, widest 2, longest path 2 h 20 m of time-outs");
        assertThat(outcome.outLines().get(1))
                .isEqualTo("shape: series-parallel but for 1 gate (report waits for fit as well)");
        assertThat(outcome.outLines().get(2))
                .matches(
                        "state machines: 2 \\(main, always\\), 2\\d states, \\d+ KB, at most 5\\d events of 25,000 in one of"
                                + " them, 6\\d if every try is used");
        assertThat(outcome.err())
                .isEqualTo("note: /jobs/1/retry/jitter: 0.5 is read as 1: pauses always have full jitter\n");
    }

    @Test
    void aMachineReadsTheSame() throws IOException {
        // Given
        file("train.yaml", TRAIN);

        // When
        Shell.Outcome outcome = types("queue", "validate", "train.yaml", "--json");

        // Then
        JsonObject json = JsonObject.parse(outcome.out());
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(json.bool("valid", false)).isTrue();
        assertThat(json.integer("jobs")).isEqualTo(6);
        assertThat(json.integer("longest_path_seconds")).isEqualTo(8_400);
        assertThat(json.objects("machines"))
                .extracting(machine -> machine.string("name"))
                .containsExactly("main", "always");
        assertThat(json.objects("notes")).hasSize(1);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingElse() throws IOException {
        // Given
        file(
                "broken.yaml",
                TRAIN.replace("[fit, base]", "[fit, bass]")
                        .replace("2h", "\"90\"")
                        .replace("fetch, command", "fetch, depends_on: [score], command"));

        // When
        Shell.Outcome outcome = types("queue", "validate", "broken.yaml");
        Shell.Outcome json = types("queue", "graph", "broken.yaml", "--format", "asl");

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "/jobs/1/timeout: \"90\": use s, m, h, d, for example 90s",
                        "/jobs/4/depends_on/1: no job \"bass\"; did you mean \"base\"?",
                        "/jobs/0/depends_on/0: cycle: fetch -> score -> fetch",
                        "spawn: 3 problems, nothing published");
        assertThat(json).isEqualTo(outcome);
    }

    @Test
    void problemsAreJsonWhereAMachineReads() throws IOException {
        // Given
        file("q.json", "{\"queue_id\":\"q\"}");

        // When
        Shell.Outcome outcome = types("queue", "validate", "q.json", "--json");

        // Then
        assertThat(outcome)
                .isEqualTo(new Shell.Outcome(
                        2,
                        "{\"valid\":false,\"problems\":[{\"pointer\":\"/jobs\",\"message\":\"no jobs; a queue has at least"
                                + " one\"}]}\n",
                        ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mermaid | flowchart LR
            dot     | digraph queue {
            svg     | <svg xmlns=
            asl     | {
            """)
    void aGraphIsDrawnInEveryFormat(String format, String beginning) throws IOException {
        // Given
        file("train.yaml", TRAIN);

        // When
        Shell.Outcome outcome = types("queue", "graph", "train.yaml", "--format", format);

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith(beginning).contains("fetch");
    }

    @Test
    void oneMachineIsPrintedAsItIsAndSeveralByName() throws IOException {
        // Given
        file("train.yaml", TRAIN);
        file(
                "one.yaml",
                TRAIN.lines().filter(line -> !line.contains("always")).reduce("", (all, line) -> all + line + "\n"));

        // Then
        assertThat(JsonObject.parse(types("queue", "graph", "one.yaml", "--format", "asl")
                                .out())
                        .string("StartAt"))
                .isEqualTo("Note the run");
        assertThat(JsonObject.parse(types("queue", "graph", "train.yaml", "--format", "asl")
                                .out())
                        .members())
                .containsOnlyKeys("main", "always");
        assertThat(types("queue", "graph", "one.yaml").out())
                .as("without a format")
                .startsWith("flowchart LR");
    }

    @Test
    void templatesAreListedShownAndFilled() throws IOException {
        // When
        Shell.Outcome list = types("queue", "template", "list");
        Shell.Outcome show = types("queue", "template", "show", "simple-sequential");
        Shell.Outcome generate = types(
                "queue",
                "template",
                "generate",
                "simple-sequential",
                "--var",
                "RUN=echo \"$HOME\"; a=b",
                "--output",
                "q.json");

        // Then
        assertThat(list.out()).hasLineCount(5).contains("ci-cd ", "data-processing ", "etl ", "ml-pipeline ");
        assertThat(show.out()).startsWith("# Steps one after the other").contains("{{RUN}}");
        assertThat(show.err()).contains("variable NAME (else simple)", "variable RUN (required)");
        assertThat(generate).isEqualTo(new Shell.Outcome(0, "", ""));
        assertThat(JsonObject.parse(Files.readString(folder.resolve("q.json")))
                        .objects("jobs")
                        .get(1)
                        .string("command"))
                .isEqualTo("echo \"$HOME\"; a=b");
        assertThat(types("queue", "validate", "q.json").outLines().getFirst())
                .startsWith("simple: 3 jobs, 2 edges, depth 3");
        assertThat(types("queue", "template", "generate", "simple-sequential", "--var", "RUN=x")
                        .out())
                .startsWith("{\n  \"queue_id\": \"simple\"");
    }

    @Test
    void aTemplateOfOnesOwnTakesThePlaceOfABuiltInOne() throws IOException {
        // Given
        Path own = folder.resolve(".config/spawn/templates/queue/etl.yaml");

        // When
        Shell.Outcome init = types("queue", "template", "init", "etl");
        Files.writeString(
                own, "# Mine.\n" + Files.readString(own).lines().skip(1).reduce("", (all, line) -> all + line + "\n"));

        // Then
        assertThat(init).isEqualTo(new Shell.Outcome(0, own + "\n", ""));
        assertThat(types("queue", "template", "list").out()).contains("etl                 Mine. (your own)");
        assertThat(types("queue", "template", "show", "etl").out()).startsWith("# Mine.");
        assertThat(types("queue", "template", "list", "--json").out()).contains("\"name\":\"etl\",\"own\":true");
        assertThat(types("queue", "template", "init", "etl").err()).contains("is there already");
        assertThat(new Shell()
                        .in(folder)
                        .at(folder)
                        .with("XDG_CONFIG_HOME", folder.resolve("xdg").toString())
                        .types("queue", "template", "init", "mine", "--from", "ci-cd")
                        .out())
                .isEqualTo(folder.resolve("xdg/spawn/templates/queue/mine.yaml") + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            queue                                             | say what to do: submit, cancel, resume, validate, graph, template; spawn queue --help shows more
            queue template                                    | say what to do: list, show, generate, init; spawn queue template --help shows more
            queue vaildate x                                  | unknown command "vaildate": did you mean validate?
            queue validate                                    | file is missing: for example spawn queue validate train.yaml
            queue graph                                       | file is missing: for example spawn queue graph train.yaml
            queue validate none.yaml                          | "none.yaml": no such file (seen from %FOLDER%)
            queue validate .                                  | ".": a folder; name the queue file in it
            queue validate bytes                              | "bytes": not UTF-8 text; a queue file is JSON or YAML
            queue validate x --jsn                            | unknown option --jsn: did you mean --json?
            queue graph train.yaml --format dto               | --format "dto": mermaid, dot, svg or asl; did you mean dot?
            queue template show                               | name is missing: for example spawn queue template show etl
            queue template show elt                           | no template "elt": did you mean etl?
            queue template show ../etl                        | no template "../etl"; there are ci-cd, data-processing, etl, ml-pipeline, simple-sequential
            queue template show whatever                      | no template "whatever"; there are ci-cd, data-processing, etl, ml-pipeline, simple-sequential
            queue template generate etl --var x               | --var "x": a name and its value, for example --var NAME=train
            queue template generate etl --var A=1 --var A=2   | --var A was given twice: give it once
            queue template init ../x                          | template "../x": letters, digits, '.', '_' and '-', at most 60, and no '.' first
            queue template init x --from elt                  | no template "elt": did you mean etl?
            queue template generate simple-sequential --var RUN=x --output bytes | --output "%FOLDER%/bytes": is there already, and is not overwritten; name another one, or remove it
            queue template generate simple-sequential --var RUN=x --output no/q.json | --output "%FOLDER%/no/q.json": cannot be written (NoSuchFile); check the folder
            """)
    void whatIsWrongIsOneLineAndExitTwo(String typed, String message) throws IOException {
        // Given
        Files.write(folder.resolve("bytes"), new byte[] {'a', (byte) 0xff});

        // When
        Shell.Outcome outcome = types(typed.split(" "));

        // Then
        assertThat(outcome)
                .isEqualTo(new Shell.Outcome(2, "", "spawn: " + message.replace("%FOLDER%", folder.toString()) + "\n"));
    }

    @Test
    void aVariableThatIsMissingOrWrongIsToldAndNoFileIsMade() {
        // When
        Shell.Outcome missing = types(
                "queue",
                "template",
                "generate",
                "etl",
                "--var",
                "SOURCE_A=a",
                "--var",
                "SOURC_B=b",
                "--output",
                "q.json");
        Shell.Outcome wrong =
                types("queue", "template", "generate", "simple-sequential", "--var", "RUN=x", "--var", "NAME=a b");

        // Then
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err().lines())
                .containsExactly(
                        "variable STAGE is missing: --var STAGE=VALUE",
                        "variable SOURCE_B is missing: --var SOURCE_B=VALUE",
                        "variable TARGET is missing: --var TARGET=VALUE",
                        "template etl has no variable SOURC_B; did you mean SOURCE_B?",
                        "spawn: 4 problems, nothing published");
        assertThat(folder.resolve("q.json")).doesNotExist();
        assertThat(wrong.err().lines())
                .containsExactly(
                        "/queue_id: \"a b\": letters, digits, '.', '_' and '-', at most 60",
                        "spawn: 1 problem, nothing published");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "queue validate", "queue graph", "queue template", "queue template generate"})
    void everyWordHasHelpEitherWay(String words) {
        // When
        String[] after = (words + " --help").split(" ");
        String[] before = ("help " + words).split(" ");

        // Then
        assertThat(types(after).out()).startsWith("Usage: spawn " + words);
        assertThat(types(before)).isEqualTo(types(after));
    }

    @Test
    void aFileMayBeginWithAByteOrderMark() throws IOException {
        file(
                "bom.json",
                "\uFEFF{\"queue_id\":\"q\",\"jobs\":[{\"job_id\":\"a\",\"command\":\"x\",\"timeout\":\"1m\"}]}");
        assertThat(types("queue", "validate", "bom.json").exit()).isZero();
    }

    /** A name with control characters must not reach a terminal. */
    @Test
    void whatComesFromAFileLosesItsControlCharacters() throws IOException {
        file("q.yaml", "queue_id: q\njobs:\n- {job_id: \"a\\e[2J\", command: x, timeout: 1m, \"k\\e\": 1}\n");
        assertThat(types("queue", "validate", "q.yaml").err())
                .doesNotContain("\u001b")
                .contains("/jobs/0/job_id");
    }

    @Test
    void noOtherCommandLoadsTheCompiler() throws IOException, ReflectiveOperationException {
        // Given: a loader that has everything but the compiler and YAML
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("/queues/") && !entry.contains("queues-") && !entry.contains("snakeyaml")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var launch = Class.forName("host.spore.spawn.cli.QueueCommandsTest", true, loader)
                    .getDeclaredMethod("launchDry");
            launch.setAccessible(true);
            Object outcome = launch.invoke(null);

            // Then
            assertThat(outcome).hasToString("0");
        }
    }

    /** Called in another loader: its answer is the exit code, as text, of commands that have nothing to do with queues. */
    static String launchDry() {
        int launch = Shell.settled()
                .types("launch", "demo", "--instance-type", "t3.micro", "--ttl", "2h", "--dry-run")
                .exit();
        return String.valueOf(launch + new Shell().types("--help").exit());
    }
}
