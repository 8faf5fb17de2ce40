package host.spore.spawn.queues.template;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Machine;
import host.spore.spawn.queues.file.IndentedJson;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.statemachines.FlowLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static Json filled(Template template, Map<String, String> values) {
        return switch (template.fill(values)) {
            case Template.Filled filled -> filled.queue();
            case Template.Unfilled unfilled -> throw new AssertionError(unfilled.problems());
        };
    }

    private static List<String> problems(Template template, Map<String, String> values) {
        return switch (template.fill(values)) {
            case Template.Filled filled -> List.of();
            case Template.Unfilled unfilled ->
                unfilled.problems().stream().map(Problem::toString).toList();
        };
    }

    static Stream<String> builtIn() {
        return Templates.BUILT_IN.stream();
    }

    /** Each value the variable's name in lower case: so is the file that it names, and the source. */
    private static Map<String, String> values(Template template) {
        Map<String, String> values = new HashMap<>();
        template.variables().stream()
                .filter(variable -> variable.value().isEmpty())
                .forEach(variable ->
                        values.put(variable.name(), "the-" + variable.name().toLowerCase(Locale.ROOT)));
        return values;
    }

    /** What it becomes stands beside the tests: {@code -Dspawn.golden=write} writes it anew, to be read before it is kept. */
    @ParameterizedTest
    @MethodSource("builtIn")
    void everyTemplateBecomesTheMachinesThatAReviewerHasRead(String name) throws IOException {
        // Given
        Template template = Templates.builtIn(name);
        Queue queue = ((QueueFile.Understood) QueueFile.read(filled(template, values(template)))).queue();

        // When
        Compiler.Compiled compiled = (Compiler.Compiled) Compiler.compile(queue);

        // Then
        assertThat(template.description()).isNotEmpty();
        assertThat(queue.id()).isEqualTo(name.equals("simple-sequential") ? "simple" : name);
        for (Machine machine : compiled.machines()) {
            Path golden = GOLDEN.resolve(name + "." + machine.name() + ".asl.json");
            String text = IndentedJson.of(JsonObject.parse(machine.text())) + "\n";
            if ("write".equals(System.getProperty("spawn.golden"))) {
                Files.createDirectories(GOLDEN);
                Files.writeString(golden, text);
            }
            assertThat(golden).content().isEqualTo(text);
            assertThat(FlowLint.check(machine.text())).isEmpty();
        }
    }

    /** A file that no template makes would be read by reviewers, and be true of nothing. */
    @Test
    void everyGoldenFileIsOfATemplate() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .allMatch(file -> Templates.BUILT_IN.contains(file.substring(0, file.indexOf('.'))));
        }
    }

    private static final Template SMALL = new Template("small", """
            # A queue of one job.
            # {{NOT_A_VARIABLE}} in a comment
            queue_id: "{{NAME}}"
            jobs:
              - job_id: only
                command: run {{WHAT:it}} twice, {{WHAT}}
                timeout: {{TIMEOUT:1h}}
                array: {{COUNT:3}}
                env: {"{{KEY:A}}": "{{COUNT}}"}
            """);

    @Test
    void variablesHaveTheirValuesAndDefaults() {
        assertThat(SMALL.variables())
                .extracting(Template.Variable::name)
                .containsExactly("NAME", "WHAT", "TIMEOUT", "COUNT", "KEY");
        assertThat(filled(SMALL, Map.of("NAME", "q", "WHAT", "that")))
                .hasToString("{\"queue_id\":\"q\",\"jobs\":[{\"job_id\":\"only\",\"command\":\"run that twice, that\","
                        + "\"timeout\":\"1h\",\"array\":3,\"env\":{\"A\":\"3\"}}]}");
    }

    @Test
    void allThatIsMissingOrUnknownIsToldAtOnce() {
        // Given
        Template template = new Template("two", "queue_id: '{{FIRST}}'\nqueue_name: '{{SECOND}}'\n");

        // Then
        assertThat(problems(template, Map.of("SECONDS", "1")))
                .containsExactly(
                        "variable FIRST is missing: --var FIRST=VALUE",
                        "variable SECOND is missing: --var SECOND=VALUE",
                        "template two has no variable SECONDS; did you mean SECOND?");
    }

    /** The template decides what is an object, a list, a key; a value is text, or at most one number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"}], \"x\": [{\"",
                "a\nb: c",
                "a: b",
                "- a",
                "[1, 2]",
                "{a: b}",
                "# comment",
                "a # comment",
                "'; rm -rf /; '",
                "$(id) `id` ${X}",
                "{{NAME}}",
                "{{WHAT:x}}",
                "\uE0000\uE001",
                "&a *a !!str",
                "|\n  x",
                "",
                " ",
                "é 日本 😀",
                "\\",
                "\\u0022",
                "%YAML 1.2\n---",
                "...",
                "? x",
                "@",
                "\u0001"
            })
    void noValueBecomesStructure(String value) {
        // Given: every place there is, quoted, plain, within a text, within a block, and a flow
        Template template = new Template("places", """
                double: "{{V}}"
                single: '{{V}}'
                plain: {{V}}
                within: before {{V}} after
                list: [{{V}}, "{{V}}"]
                block: |
                  before {{V}} after
                """);
        Template json = new Template("json", "{\"double\": \"{{V}}\", \"plain\": {{V}}, \"list\": [{{V}}]}");

        // When
        JsonObject filled = (JsonObject) filled(template, Map.of("V", value));
        JsonObject filledJson = (JsonObject) filled(json, Map.of("V", value));

        // Then
        assertThat(filled.members())
                .isEqualTo(Map.of(
                        "double", Json.of(value),
                        "single", Json.of(value),
                        "plain", Json.of(value),
                        "within", Json.of("before " + value + " after"),
                        "list", new JsonArray(List.of(Json.of(value), Json.of(value))),
                        "block", Json.of("before " + value + " after\n")));
        assertThat(filledJson.members())
                .isEqualTo(Map.of(
                        "double", Json.of(value),
                        "plain", Json.of(value),
                        "list", new JsonArray(List.of(Json.of(value)))));
    }

    @Test
    void onlyAVariableAloneAndWithoutQuotesMayBeANumber() {
        Template template = new Template("n", "a: {{V}}\nb: '{{V}}'\nc: 1{{V}}\n");
        assertThat(filled(template, Map.of("V", "7"))).hasToString("{\"a\":7,\"b\":\"7\",\"c\":\"17\"}");
        assertThat(filled(template, Map.of("V", "true"))).hasToString("{\"a\":true,\"b\":\"true\",\"c\":\"1true\"}");
    }

    @Test
    void aTemplateThatIsNoYamlSaysWhere() {
        assertThat(problems(new Template("bad", "a: [{{V}}\nb: 1\n"), Map.of("V", "1")))
                .singleElement()
                .asString()
                .startsWith("template bad: line 2, column 2: ");
        assertThat(problems(new Template("marks", "a: \uE0000\uE001\n"), Map.of()))
                .containsExactly("template marks has the character U+E000 or U+E001; take it out");
    }

    @Test
    void aUsersOwnTemplateTakesThePlaceOfABuiltInOne(@TempDir Path folder) throws IOException {
        // Given
        Files.writeString(folder.resolve("etl.json"), "{\"queue_id\": \"mine\"}");
        Files.writeString(folder.resolve("extra.yml"), "queue_id: extra\n");
        Files.writeString(folder.resolve("notes.txt"), "no template");
        Templates templates = new Templates(folder);

        // Then
        assertThat(templates.names())
                .containsExactly("ci-cd", "data-processing", "etl", "extra", "ml-pipeline", "simple-sequential");
        assertThat(templates.find("etl").orElseThrow().text()).contains("mine");
        assertThat(templates.find("ci-cd").orElseThrow()).isEqualTo(Templates.builtIn("ci-cd"));
        assertThat(templates.find("../etl")).isEmpty();
        assertThat(templates.find("none")).isEmpty();
        assertThat(new Templates(folder.resolve("none")).names()).isEqualTo(Templates.BUILT_IN);
    }
}
