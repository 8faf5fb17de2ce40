package host.spore.spawn.queues.run;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Machine;
import host.spore.spawn.queues.draw.Drawing;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.queues.template.Template;
import host.spore.spawn.testevents.Hostile;
import host.spore.spawn.testevents.JsonTexts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** Every hostile text in every field of a queue file: none becomes part of a machine, an expression or a drawing. */
class HostileQueueTest {
    /** Every field that may hold a text. */
    private static final JsonObject FULL = JsonObject.parse("""
            {"queue_id": "train", "queue_name": "Train", "global_timeout": "12h", "on_failure": "continue",
             "result_s3_bucket": "results", "result_s3_prefix": "lab/",
             "workers": {"instance_type": "c7i.large", "count": 2, "slots": 4, "spot": true, "ttl": "13h"},
             "hooks": {"pre": "mount", "post": "umount"},
             "jobs": [
              {"job_id": "a", "command": "./a", "timeout": "10m", "env": {"SEED": "42"}, "result_paths": ["out/*.csv"],
               "hooks": {"pre": "fetch", "post": "sweep"},
               "retry": {"max_attempts": 3, "backoff": "fixed", "base_delay": "5s", "max_delay": "5m"}},
              {"job_id": "b", "command": "./b", "timeout": "10m", "array": 3, "depends_on": ["a"]},
              {"job_id": "c", "command": "./c", "timeout": "10m"},
              {"job_id": "d", "command": "./d", "timeout": "10m", "depends_on": ["b", "c"]},
              {"job_id": "e", "command": "./e", "timeout": "10m", "depends_on": ["c"]},
              {"job_id": "f", "command": "./f", "timeout": "1m", "always": true, "depends_on": [{"job_id": "a"}]}]}
            """);

    private static final List<String> NAMES = List.of("/queue_id", "/job_id", "/depends_on/");

    /** What else decides what is made; every other text of a file is a worker's business alone. */
    private static final List<String> WORDS = List.of("timeout", "delay", "on_failure", "backoff");

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    /** By reference, or not at all: not one letter of what a job does, or is called by people, is in what is made of it. */
    @ParameterizedTest
    @MethodSource("hostile")
    void noTextOfAUsersIsInAMachine(Hostile hostile) {
        List<Machine> without = machines(FULL).orElseThrow();
        int taken = 0;
        for (String field : JsonTexts.pointers(FULL)) {
            if (NAMES.stream().anyMatch(field::contains) || WORDS.stream().anyMatch(field::endsWith)) {
                continue;
            }
            Optional<List<Machine>> machines = machines(JsonTexts.with(FULL, field, hostile.text()));
            taken += machines.isPresent() ? 1 : 0;
            machines.ifPresent(made -> assertThat(made).as(field).isEqualTo(without));
        }
        // The name for people is anything at all.
        assertThat(taken).isPositive();
    }

    /** Names are states: what is taken for one is in the text as that name, and expressions are the compiler's own. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aNameIsNoExpressionAndStandsInADrawingAsItIs(Hostile hostile) throws Exception {
        var ours = expressions(machines(FULL).orElseThrow());
        for (String field : JsonTexts.pointers(FULL)) {
            if (NAMES.stream().noneMatch(field::contains)) {
                continue;
            }
            // Under its new name everywhere, so that nothing else is wrong with the file.
            String before = JsonTexts.at(FULL, field);
            JsonObject renamed = field.equals("/queue_id")
                    ? JsonTexts.with(FULL, field, hostile.text())
                    : (JsonObject) JsonTexts.replaced(FULL, before, hostile.text());
            Optional<Queue> queue = queue(renamed);
            if (queue.isEmpty()) {
                continue;
            }
            Compiler.Compiled compiled = (Compiler.Compiled) Compiler.compile(queue.get());
            assertThat(expressions(compiled.machines())).isEqualTo(ours);
            assertThat(compiled.machines())
                    .allSatisfy(machine ->
                            assertThat(Hostile.steering(machine.text())).isEmpty());
            drawn(new Drawing(queue.get().jobs(), compiled.graph()));
        }
    }

    /** Whatever is wrong is told with its place, in one line each. */
    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsRefusedIsToldInLines(Hostile hostile) {
        var wrong = new ArrayList<Problem>();
        for (String name : List.of("q.json", "q.yaml")) {
            for (String field : JsonTexts.pointers(FULL)) {
                wrong.addAll(
                        problems(JsonTexts.with(FULL, field, hostile.text()).toString(), name));
            }
            // And as a key: of the file, of a job, of its variables.
            wrong.addAll(problems(
                    JsonObject.builder()
                            .putAll(FULL)
                            .put(hostile.text(), 1)
                            .build()
                            .toString(),
                    name));
            wrong.addAll(problems(
                    FULL.toString().replace("\"SEED\"", Json.of(hostile.text()).toString()), name));
            // And as the file itself.
            wrong.addAll(problems(hostile.text(), name));
        }
        assertThat(wrong).hasSizeGreaterThan(20).allSatisfy(problem -> {
            assertThat(Hostile.steering(problem.message()))
                    .as(problem.message())
                    .isEmpty();
            assertThat(problem.message()).doesNotContain("\n").hasSizeLessThan(700);
            assertThat(Hostile.steering(Printable.of(problem.toString(), 2_000)))
                    .isEmpty();
        });
    }

    /** A variable's value is one text, wherever its template puts it. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aVariablesValueIsNeverStructure(Hostile hostile) {
        // Given
        Template template = new Template("t", """
                queue_id: q
                jobs:
                - {job_id: a, command: "run {{X}} {{Y:z}}", timeout: 1m, env: {V: "{{X}}"}}
                - job_id: b
                  command: |
                    first
                    {{X}}
                  timeout: 1m
                """);

        // When
        Template.Filling filling = template.fill(Map.of("X", hostile.text()));

        // Then
        assertThat(filling).isInstanceOfSatisfying(Template.Filled.class, filled -> {
            var jobs = ((JsonObject) filled.queue()).objects("jobs");
            assertThat(((JsonObject) filled.queue()).members()).containsOnlyKeys("queue_id", "jobs");
            assertThat(jobs).hasSize(2);
            assertThat(jobs.getFirst().string("command")).isEqualTo("run " + hostile.text() + " z");
            assertThat(jobs.getFirst().object("env").members()).containsOnlyKeys("V");
            assertThat(jobs.getFirst().object("env").string("V")).isEqualTo(hostile.text());
            assertThat(jobs.getLast().string("command")).isEqualTo("first\n" + hostile.text() + "\n");
            assertThat(jobs.getLast().members()).containsOnlyKeys("job_id", "command", "timeout");
        });
    }

    /** With JSONata itself: what goes into an expression as a value comes out as that value, and is not evaluated again. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aValueIsNotEvaluated(Hostile hostile) {
        JsonObject states =
                JsonObject.parse(machines(FULL).orElseThrow().getFirst().text()).object("States");
        Object evaluated = new Expression()
                .evaluate(
                        states.object("Note the run").object("Assign"),
                        Map.of("states", Map.of("input", Map.of("run", hostile.text()))));
        assertThat(evaluated).isEqualTo(Map.of("run", hostile.text()));
    }

    @Test
    void noExpressionOfAMachineEvaluatesText() {
        assertThat(expressions(machines(FULL).orElseThrow()))
                .hasSizeGreaterThan(5)
                .noneMatch(expression -> expression.contains("$eval") || expression.contains("$parse"));
    }

    private static void drawn(Drawing drawing) throws Exception {
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawing.svg().getBytes(StandardCharsets.UTF_8)));
        var labels = picture.getElementsByTagName("text");
        List<String> shown = IntStream.range(0, labels.getLength())
                .mapToObj(i -> labels.item(i).getTextContent())
                .toList();
        List<String> ids = drawing.jobs().stream().map(Job::id).toList();
        assertThat(shown).hasSameSizeAs(ids).allSatisfy(label -> assertThat(ids).contains(label.split(" x")[0]));
        // Elements of a drawing and no others.
        var all = picture.getElementsByTagName("*");
        assertThat(IntStream.range(0, all.getLength()).mapToObj(i -> all.item(i).getNodeName()))
                .containsOnly("svg", "path", "rect", "text");
        assertThat(drawing.mermaid().lines().skip(1))
                .allMatch(line ->
                        line.matches("  n\\d+(\\[\"[A-Za-z0-9._ -]+\"]|\\(\\[\"[A-Za-z0-9._ -]+\"]\\)| --> n\\d+)"));
        assertThat(drawing.dot().lines().skip(3).filter(line -> !line.equals("}")))
                .allMatch(
                        line -> line.matches(
                                "  \"[A-Za-z0-9._-]+\" (\\[label=\"[A-Za-z0-9._ -]+\"(, style=rounded)?]|-> \"[A-Za-z0-9._-]+\");"));
    }

    private static Optional<Queue> queue(JsonObject file) {
        return QueueFile.read(file.toString(), "q.json")
                        instanceof QueueFile.Understood(Queue queue, List<Problem> notes)
                ? Optional.of(queue)
                : Optional.empty();
    }

    private static Optional<List<Machine>> machines(JsonObject file) {
        return queue(file).map(queue -> ((Compiler.Compiled) Compiler.compile(queue)).machines());
    }

    private static List<Problem> problems(String text, String name) {
        return switch (QueueFile.read(text, name)) {
            case QueueFile.Wrong(List<Problem> problems) -> problems;
            case QueueFile.Understood(Queue queue, List<Problem> notes) -> notes;
        };
    }

    private static Set<String> expressions(List<Machine> machines) {
        var found = new TreeSet<String>();
        for (Machine machine : machines) {
            JsonObject definition = JsonObject.parse(machine.text());
            for (String pointer : JsonTexts.pointers(definition)) {
                String text = JsonTexts.at(definition, pointer);
                if (text.contains("{%")) {
                    found.add(text);
                }
            }
        }
        return found;
    }
}
