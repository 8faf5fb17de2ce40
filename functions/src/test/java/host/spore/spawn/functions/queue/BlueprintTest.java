package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Limits;
import host.spore.spawn.queues.file.QueueFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlueprintTest {
    private static final Blueprint.Fixtures FIXTURES = new Blueprint.Fixtures("step-arn", "spawn-queues", "role-arn");
    private static final Machinery MACHINERY = new Machinery("aws", "us-east-1", "123456789012");

    private static Compiler.Compiled compiled(String text, Limits limits) {
        QueueFile.Understood understood = (QueueFile.Understood) QueueFile.read(text, "queue.json");
        return (Compiler.Compiled) Compiler.compile(understood.queue(), limits);
    }

    private static Blueprint train(Blueprint.Fixtures fixtures) {
        return Blueprint.of(compiled(Stage.TRAIN, Limits.USUAL), fixtures);
    }

    /** Three stages of many, each for all before: too much for one machine under such limits. */
    private static Compiler.Compiled large() {
        List<String> jobs = new ArrayList<>();
        for (int stage = 0; stage < 3; stage++) {
            int last = stage - 1;
            String before = stage == 0
                    ? ""
                    : IntStream.range(0, 20)
                            .mapToObj(i -> "\"s" + last + "-" + i + "\"")
                            .collect(Collectors.joining(",", ", \"depends_on\": [", "]"));
            for (int i = 0; i < 20; i++) {
                jobs.add(
                        "{\"job_id\":\"s" + stage + "-" + i + "\",\"command\":\"c\",\"timeout\":\"1m\"" + before + "}");
            }
        }
        return compiled(
                "{\"queue_id\":\"train\",\"workers\":{\"instance_type\":\"c7i.large\"},\"jobs\":["
                        + String.join(",", jobs) + "]}",
                new Limits(12_000, 400, 900, 2, 100, 20_000));
    }

    @Test
    void theHashChangesWithAllThatIsDeployedAndWithNothingElse() {
        String hash = train(FIXTURES).hash();
        assertThat(hash).matches("[0-9a-f]{20}");
        assertThat(train(FIXTURES).hash()).isEqualTo(hash);
        assertThat(List.of(
                        train(new Blueprint.Fixtures("another", "spawn-queues", "role-arn"))
                                .hash(),
                        train(new Blueprint.Fixtures("step-arn", "another", "role-arn"))
                                .hash(),
                        train(new Blueprint.Fixtures("step-arn", "spawn-queues", "another"))
                                .hash(),
                        Blueprint.of(compiled(Stage.TRAIN.replace("\"10m\"", "\"11m\""), Limits.USUAL), FIXTURES)
                                .hash()))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
        // What workers have by reference is no part of it.
        assertThat(Blueprint.of(compiled(Stage.TRAIN.replace("./fetch", "./other"), Limits.USUAL), FIXTURES)
                        .hash())
                .isEqualTo(hash);
    }

    @Test
    void everyPlaceHolderIsFilledIn() {
        for (Blueprint blueprint : List.of(train(FIXTURES), Blueprint.of(large(), FIXTURES))) {
            blueprint.definitions().values().forEach(text -> {
                String filled = MACHINERY.filled(text, blueprint.hash(), blueprint.executions());
                assertThat(filled).doesNotContain("${");
                JsonObject.parse(filled);
            });
            assertThat(Blueprint.read(JsonObject.parse(blueprint.toJson().toString())))
                    .isEqualTo(blueprint.definitions())
                    .containsOnlyKeys(blueprint.executions().stream()
                            .map(Plan.PlannedExecution::machine)
                            .toList());
        }
    }

    @Test
    void partsAreMadeBeforeWhatRefersToThem() {
        // Given
        Blueprint blueprint = Blueprint.of(large(), FIXTURES);
        assertThat(blueprint.definitions()).hasSizeGreaterThan(3);
        List<String> made = new ArrayList<>();

        // When, Then
        blueprint.definitions().forEach((name, text) -> {
            blueprint.definitions().keySet().stream()
                    .filter(part -> text.contains(Blueprint.reference(part)))
                    .forEach(part -> assertThat(made).as(name).contains(part));
            made.add(name);
        });
        assertThat(made).endsWith("main");
    }

    /** As the machines name them: the parent's name, and the part's number. */
    @Test
    void executionsAreNamedAsTheMachinesNameThem() {
        Blueprint blueprint = Blueprint.of(large(), FIXTURES);
        blueprint.executions().forEach(execution -> {
            assertThat(execution.root()).isEqualTo("main");
            if (execution.machine().equals("main")) {
                assertThat(execution.suffix()).isEmpty();
            } else {
                assertThat(execution.suffix()).endsWith(execution.machine().substring("part".length()));
            }
        });
        assertThat(blueprint.longestSuffix()).isPositive();
        assertThat(MACHINERY.execution(
                        "run-1", blueprint.hash(), blueprint.executions().getFirst()))
                .matches(
                        "arn:aws:states:us-east-1:123456789012:execution:spawn-q-[0-9a-f]{20}-part-[0-9]+:run-1-[0-9-]+");
    }
}
