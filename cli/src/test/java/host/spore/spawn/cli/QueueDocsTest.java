package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/queues.md shows is what happens. */
class QueueDocsTest {
    @Test
    void theExampleIsWhatIsShown(@TempDir Path folder) throws IOException {
        // Given
        String page = Files.readString(Path.of("../docs/queues.md"));
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(yaml.find()).isTrue();
        Files.writeString(folder.resolve("train.yaml"), yaml.group(1));
        List<String> shown = page.lines()
                .dropWhile(line -> !line.equals("    $ spawn queue validate train.yaml"))
                .skip(1)
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();

        // When
        Shell.Outcome outcome = new Shell().in(folder).types("queue", "validate", "train.yaml");

        // Then
        assertThat(outcome.outLines()).hasSize(3).isEqualTo(shown);
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void theCommandsOfARunWouldBePublished(@TempDir Path folder) throws IOException {
        // Given
        String page = Files.readString(Path.of("../docs/queues.md"));
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(yaml.find()).isTrue();
        Files.writeString(folder.resolve("train.yaml"), yaml.group(1));
        List<String> commands = page.lines()
                .filter(line -> line.matches("spawn queue (submit|cancel|resume) .*"))
                .toList();

        // Then
        assertThat(commands)
                .hasSize(3)
                .allSatisfy(command -> assertThat(Shell.settled()
                                .in(folder)
                                .types((command.substring("spawn ".length()) + " --dry-run").split(" "))
                                .exit())
                        .as(command)
                        .isZero());
    }

    @Test
    void everyCommandShownIsThere(@TempDir Path folder) throws IOException {
        // Given
        List<String> commands = Files.readString(Path.of("../docs/queues.md"))
                .lines()
                .filter(line -> line.startsWith("    spawn queue "))
                .map(String::strip)
                .toList();

        // Then
        assertThat(commands)
                .hasSize(4)
                .allSatisfy(command -> assertThat(new Shell()
                                .in(folder)
                                .at(folder)
                                .types(command.substring("spawn ".length()).split(" "))
                                .exit())
                        .as(command)
                        .isZero());
    }
}
