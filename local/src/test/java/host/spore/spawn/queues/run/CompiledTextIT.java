package host.spore.spawn.queues.run;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Limits;
import host.spore.spawn.queues.compile.Machine;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Queue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the compiler writes, by the schema that AWS's own toolkit checks state machines with (npm asl-validator, which module
 * cdk-app pins; the flows of ours are deployed, and assign null, which its schema does not know).
 */
class CompiledTextIT {
    private static final List<RandomQueue.Kind> KINDS = List.of(RandomQueue.Kind.values());
    private static final int QUEUES = 50;
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    /** Says nothing, or which of them is wrong. */
    private static final String VALIDATE = """
            const validate = require("asl-validator");
            JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).forEach((definition, i) => {
              const {isValid, errors} = validate(definition);
              if (!isValid) console.log(i, JSON.stringify(errors));
            });
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void everyMachineIsValidByTheSchema() throws IOException, InterruptedException {
        // Given: it is up once the validator is installed, as the command line of CDK is
        Cloud.get();
        List<String> texts = new ArrayList<>();
        try (Stream<Path> golden = Files.list(ROOT.resolve("queues/src/test/resources/golden"))) {
            for (Path file : golden.toList()) {
                texts.add(Files.readString(file));
            }
        }
        assertThat(texts).as("the templates'").hasSizeGreaterThan(5);
        for (int number = 0; number < QUEUES; number++) {
            Random random = new Random(number);
            Queue queue = new RandomQueue(random)
                    .queue(
                            KINDS.get(number % KINDS.size()),
                            1 + random.nextInt(30),
                            random.nextBoolean() ? OnFailure.STOP : OnFailure.CONTINUE);
            texts.addAll(
                    texts(queue, number % 4 == 0 ? new Limits(12_000, 400, 900, 2, 10_000, 20_000) : Limits.USUAL));
        }

        // When, Then
        assertThat(texts).hasSizeGreaterThan(QUEUES);
        assertThat(said(texts)).isEmpty();
        assertThat(said(List.of("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Nope\",\"End\":true}}}")))
                .as("it is not deaf")
                .startsWith("0 ");
    }

    private static List<String> texts(Queue queue, Limits limits) {
        return switch (Compiler.compile(queue, limits)) {
            case Compiler.Compiled compiled ->
                compiled.machines().stream().map(Machine::text).toList();
            case Compiler.Refused refused -> List.of();
        };
    }

    private String said(List<String> texts) throws IOException, InterruptedException {
        Path all = Files.writeString(folder.resolve("texts.json"), "[" + String.join(",\n", texts) + "]");
        Process node = new ProcessBuilder("node", "-e", VALIDATE, all.toString())
                .directory(ROOT.resolve("cdk-app").toFile())
                .redirectErrorStream(true)
                .start();
        node.getOutputStream().close();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        return said;
    }
}
