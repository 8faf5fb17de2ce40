package host.spore.spawn.queues.compile;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.statemachines.FlowLint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerTest {
    private static Queue queue(String yaml) {
        return switch (QueueFile.read(yaml, "q.yaml")) {
            case QueueFile.Understood understood -> understood.queue();
            case QueueFile.Wrong wrong -> throw new AssertionError(wrong.problems());
        };
    }

    private static Compiler.Compiled compiled(String yaml) {
        return switch (Compiler.compile(queue(yaml))) {
            case Compiler.Compiled compiled -> compiled;
            case Compiler.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    /** @param edges {@code a>b c}: a before b, and c */
    private static String jobs(String edges) {
        Set<String> names = new TreeSet<>(List.of(edges.split("[ >]")));
        return "queue_id: q\non_failure: continue\njobs:\n"
                + names.stream()
                        .map(name -> "- {job_id: " + name + ", command: x, timeout: 10m, depends_on: ["
                                + List.of(edges.split(" ")).stream()
                                        .filter(edge -> edge.endsWith(">" + name))
                                        .map(edge -> edge.substring(0, edge.indexOf('>')))
                                        .collect(Collectors.joining(","))
                                + "]}\n")
                        .collect(Collectors.joining());
    }

    /** The states as a reader sees them: branches in brackets, a Parallel by its name. */
    private static String outline(JsonObject scope) {
        List<String> names = new ArrayList<>();
        JsonObject states = scope.object("States");
        String name = scope.string("StartAt");
        while (!name.isEmpty()) {
            JsonObject state = states.object(name);
            String branches = state.objects("Branches").stream()
                    .map(CompilerTest::outline)
                    .collect(Collectors.joining(" | ", "[", "]"));
            names.add(branches.equals("[]") ? name : branches);
            name = state.optionalString("Next")
                    .orElse(state.objects("Choices").stream()
                            .map(choice -> choice.string("Next"))
                            .findFirst()
                            .orElse(""));
        }
        return names.stream()
                .filter(each -> !each.endsWith("?")
                        && !Set.of("Note the run", "All jobs done").contains(each))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            a                               ; a
            a>b                             ; a, b
            a b                             ; [a | b]
            a>b a>c b>d c>d                 ; a, [b | c], d
            a>b b>c a>c                     ; a, b, c
            a>c b>c a>d b>d                 ; [a | b], [c | d]
            a>c b>c b>d                     ; [a, Gate of c, c | b, Open after b, d]
            a>b c>d e                       ; [a, b | c, d | e]
            s>a s>b a>c b>c b>d c>t d>t     ; s, [a, Gate of c, c | b, Open after b, d], t
            a>c b>c b>d a>x x>c             ; [a, x, Gate of c, c | b, Open after b, d]
            """)
    void aShapeBecomesSequencesBranchesAndGates(String edges, String outline) {
        // When
        Compiler.Compiled compiled = compiled(jobs(edges));

        // Then
        assertThat(outline(JsonObject.parse(compiled.machines().getFirst().text())))
                .isEqualTo(outline);
    }

    @Test
    void aGateWaitsForAModuleAsAWholeAndKnowsWhoseFailureResolvesIt() {
        // Given: in the place of b, two jobs side by side
        Compiler.Compiled compiled = compiled(jobs("a>c b1>c b2>c b1>d b2>d"));

        // Then
        assertThat(compiled.gates()).containsExactly(new Gate("c", List.of("b1 +1"), List.of("b1", "b2")));
    }

    @Test
    void theSameQueueIsAlwaysTheSameText() {
        String yaml = jobs("a>c b>c b>d d>e c>e e>f");
        assertThat(compiled(yaml).machines()).isEqualTo(compiled(yaml).machines());
    }

    /** Whatever a user writes freely must be nowhere in a definition, and no expression may be new. */
    @Test
    void noTextOfAUserIsInADefinition() {
        // Given
        String evil = "{% $states.input.secret %} ${Arn} \\\" } ]";
        String yaml = """
                queue_id: q
                queue_name: "%1$s"
                on_failure: continue
                result_s3_prefix: "x%1$s"
                hooks: {pre: "%1$s", post: "%1$s"}
                jobs:
                - job_id: a
                  command: "%1$s"
                  timeout: 10m
                  env: {A: "%1$s"}
                  result_paths: ["%1$s"]
                  hooks: {pre: "%1$s"}
                  array: 50
                - {job_id: b, command: "%1$s", timeout: 1m, depends_on: [{job_id: a, type: N_TO_N}], array: 50}
                - {job_id: c, command: x, timeout: 1m}
                - {job_id: d, command: x, timeout: 1m, depends_on: [b, c]}
                - {job_id: e, command: x, timeout: 1m, depends_on: [c]}
                - {job_id: z, command: "%1$s", timeout: 1m, always: true}
                """.formatted(evil);

        // Then
        Set<String> expressions = new TreeSet<>();
        for (Machine machine : compiled(yaml).machines()) {
            assertThat(machine.text()).doesNotContain("secret", "${Arn}");
            collect(JsonObject.parse(machine.text()), expressions);
        }
        assertThat(expressions)
                .containsExactlyInAnyOrder(
                        "{% $run %}",
                        "{% $states.context.State.RetryCount %}",
                        "{% $states.input %}",
                        "{% $states.input.run %}",
                        "{% $states.input = 'open' %}",
                        "{% $states.input = 'skip' %}",
                        "{% $states.errorOutput.Error %}",
                        "{% $states.context.Task.Token %}",
                        "{% [$states.input..$min([$states.input + 39, 49])] %}",
                        "{% $not(false in $states.result) %}",
                        "{% $exists($states.result.Item.skipped) ? 'skip' : $exists($states.result.Item) and"
                                + " $not($exists($states.result.Item.waiting)) ? 'open' : 'shut' %}",
                        "{% true %}",
                        "{% false %}");
    }

    private static void collect(Json value, Set<String> expressions) {
        switch (value) {
            case JsonObject object -> object.members().values().forEach(member -> collect(member, expressions));
            case JsonArray array -> array.items().forEach(item -> collect(item, expressions));
            case Json.JsonString text -> {
                if (text.value().startsWith("{%")) {
                    expressions.add(text.value());
                }
            }
            case Json.JsonNumber number -> {}
            case Json.JsonBoolean truth -> {}
            case Json.JsonNull none -> {}
        }
    }

    @Test
    void whatRunsAlwaysIsAMachineOfItsOwnThatNoFailureEnds() {
        // When
        Compiler.Compiled compiled = compiled("""
                queue_id: q
                jobs:
                - {job_id: a, command: x, timeout: 1m}
                - {job_id: tidy, command: x, timeout: 1m, always: true, depends_on: [a]}
                - {job_id: tell, command: x, timeout: 1m, always: true, depends_on: [tidy]}
                """);

        // Then
        assertThat(compiled.machines()).extracting(Machine::name).containsExactly("main", "always");
        JsonObject always = JsonObject.parse(compiled.machines().get(1).text());
        assertThat(outline(always)).isEqualTo("tidy, tell");
        assertThat(always.object("States").object("Note failure of tidy").string("Next"))
                .isEqualTo("tell");
        assertThat(always.toString()).doesNotContain("\"Fail\"");
    }

    /** Codes first that must not be tried again, then lost workers, then the job's own tries. */
    @Test
    void retriesAreInTheOrderInWhichTheyCount() {
        // When
        Compiler.Compiled compiled = compiled("""
                queue_id: q
                jobs:
                - job_id: a
                  command: x
                  timeout: 90s
                  retry: {max_attempts: 4, base_delay: 2s, max_delay: 1m, retry_on_codes: [7, 42, 2], dont_retry_on_codes: [2]}
                """);

        // Then
        JsonObject job = JsonObject.parse(compiled.machines().getFirst().text())
                .object("States")
                .object("a");
        assertThat(job.array("Retry").stream().map(Json::toString))
                .containsExactly(
                        "{\"ErrorEquals\":[\"Job.Exit.2\"],\"MaxAttempts\":0}",
                        "{\"ErrorEquals\":[\"Worker.Lost\",\"States.HeartbeatTimeout\",\"States.Timeout\"],"
                                + "\"MaxDelaySeconds\":60,\"MaxAttempts\":20,"
                                + "\"JitterStrategy\":\"FULL\"}",
                        "{\"ErrorEquals\":[\"Job.Exit.7\",\"Job.Exit.42\"],\"IntervalSeconds\":2,"
                                + "\"MaxDelaySeconds\":60,\"MaxAttempts\":3,\"JitterStrategy\":\"FULL\"}");
        assertThat(job.integer("TimeoutSeconds"))
                .as("the worker keeps the job's own")
                .isEqualTo(390);
        assertThat(job.integer("HeartbeatSeconds")).isEqualTo(60);
    }

    @Test
    void theLongestNamesThereMayBePassTheLint() {
        // Given: ids of 60 letters, gates, modules of several jobs, arrays in parts
        String edges = "a>c b1>c b2>c b1>d b2>d c>e f>e f>g";
        String yaml = jobs(edges)
                .replaceAll("\\b([a-g][12]?)(?=[,\\]])", "$1" + "x".repeat(57))
                .replace("timeout: 10m,", "timeout: 10m, array: 50,");
        Compiler.Compiled compiled = compiled(yaml);

        // Then
        for (Machine machine : compiled.machines()) {
            assertThat(FlowLint.check(machine.text())).isEmpty();
        }
        assertThat(compiled.gates()).isNotEmpty();
    }

    @Test
    void aJobCostsLittle() {
        // Given: tries of its own, an id of some length
        String yaml = "queue_id: q\non_failure: continue\njobs:\n"
                + IntStream.range(0, 500)
                        .mapToObj(i -> "- {job_id: process-sample-" + (1000 + i)
                                + ", command: x, timeout: 10m, retry: {max_attempts: 3}, depends_on: ["
                                + (i == 0 ? "" : "process-sample-" + (999 + i)) + "]}\n")
                        .collect(Collectors.joining());

        // When
        Budget budget = compiled(yaml).budget();

        // Then
        assertThat(budget.bytes() / 500).isLessThan(700);
        assertThat(budget.events()).isLessThan(500 * 5 + 10);
        assertThat(budget.worstEvents()).isLessThan(500 * 11 + 10);
    }

    @Test
    void aBudgetSaysWhatAQueueIs() {
        // When
        Budget budget = compiled(jobs("a>b b>c a>c a>d d>c")).budget();

        // Then
        assertThat(budget.jobs()).isEqualTo(4);
        assertThat(budget.edges()).isEqualTo(5);
        assertThat(budget.redundant()).isEqualTo(1);
        assertThat(budget.depth()).isEqualTo(3);
        assertThat(budget.widest()).isEqualTo(2);
        assertThat(budget.longestPath()).isEqualTo(Duration.ofMinutes(30));
    }

    /** A thousand jobs and five thousand edges, of no shape at all: more than one machine may have. */
    @Test
    void aThousandJobsWithFiveThousandEdgesAreMachinesWithinTheirLimits() {
        // When
        Compiler.Compiled compiled = compiled(thousand());

        // Then
        assertThat(compiled.machines()).hasSizeBetween(2, 10).allMatch(Limits.USUAL::allow);
        assertThat(compiled.budget().jobs()).isEqualTo(1_000);
        assertThat(compiled.budget().edges()).isEqualTo(5_000);
        compiled.machines()
                .forEach(machine -> assertThat(FlowLint.check(machine.text()))
                        .as(machine.name())
                        .isEmpty());
    }

    static String thousand() {
        Random random = new Random(5);
        List<Set<Integer>> predecessors = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(i -> predecessors.add(new TreeSet<>()));
        int edges = 0;
        while (edges < 5_000) {
            int to = 1 + random.nextInt(999);
            edges += predecessors.get(to).add(random.nextInt(to)) ? 1 : 0;
        }
        StringBuilder text = new StringBuilder("{\"queue_id\":\"q\",\"on_failure\":\"continue\",\"jobs\":[");
        for (int i = 0; i < 1_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"job_id\":\"job-")
                    .append(i)
                    .append("\",\"command\":\"run ")
                    .append(i)
                    .append("\",\"timeout\":\"10m\",\"depends_on\":[")
                    .append(predecessors.get(i).stream()
                            .map(node -> "\"job-" + node + "\"")
                            .collect(Collectors.joining(",")))
                    .append("]}");
        }
        return text.append("]}").toString();
    }

    @Test
    void whatCannotBeTakenApartIsRefusedWithTheSumAndWhatToDo() {
        // Given: an array that is too much for the history of any machine
        Queue queue = queue("""
                queue_id: q
                jobs:
                - {job_id: a, command: x, timeout: 1m}
                - {job_id: b, command: x, timeout: 1m, array: 1600, retry: {max_attempts: 5}}
                """);

        // Then
        assertThat(Compiler.compile(queue))
                .isInstanceOfSatisfying(
                        Compiler.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .singleElement()
                                .asString()
                                .startsWith("/jobs/1/array: b alone has 11")
                                .contains("one machine may have 20000 (24000) and 1000000: use fewer elements"));
    }

    @Test
    void moreElementsThanATableTakesInOneGoAreRefused() {
        // Given: thirteen arrays, each of which would do alone
        Queue queue = queue("queue_id: q\njobs:\n"
                + IntStream.range(0, 13)
                        .mapToObj(i -> "- {job_id: j" + i + ", command: x, timeout: 1m, array: 1600}\n")
                        .collect(Collectors.joining()));

        // Then
        assertThat(Compiler.compile(queue))
                .isInstanceOfSatisfying(
                        Compiler.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .containsExactly("/jobs: 20800 jobs and elements of arrays; at most 20000: use fewer"
                                        + " that do more each"));
    }

    @Test
    void elementsThatWaitForMoreThanTheirOwnSaySo() {
        // Given
        Compiler.Compiled compiled = compiled("""
                queue_id: q
                jobs:
                - {job_id: a, command: x, timeout: 1m, array: 3}
                - {job_id: b, command: x, timeout: 1m, array: 3, depends_on: [{job_id: a, type: N_TO_N}]}
                - {job_id: c, command: x, timeout: 1m, array: 3, depends_on: [{job_id: b, type: N_TO_N}]}
                - {job_id: d, command: x, timeout: 1m, depends_on: [b]}
                """);

        // Then
        assertThat(compiled.notes())
                .extracting(Object::toString)
                .containsExactly(
                        "/jobs/2/depends_on: N_TO_N of c to b waits for all elements, because another job waits for b too");
        assertThat(outline(JsonObject.parse(compiled.machines().getFirst().text())))
                .isEqualTo("Array a +1, [Array c | d]");
    }
}
