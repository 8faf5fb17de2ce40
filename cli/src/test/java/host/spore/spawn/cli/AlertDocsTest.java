package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show of alerts is taken as it stands there. */
class AlertDocsTest {
    @ParameterizedTest
    @ValueSource(strings = {"alerts.md", "automation.md"})
    void everyDestinationShownWouldBeAdded(String page) throws IOException {
        // Given
        List<String> commands = Files.readString(Path.of("../docs", page))
                .lines()
                .filter(line -> line.startsWith("    spawn alerts add-destination "))
                .map(String::strip)
                .toList();

        // Then
        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            Shell.Outcome outcome =
                    Shell.settled().types((command.substring("spawn ".length()) + " --dry-run").split(" "));
            assertThat(outcome.exit()).as(command + " " + outcome.err()).isEqualTo(Program.ACCEPTED);
        });
    }

    /** Whoever types a secret into a command has it in the shell's history. */
    @ParameterizedTest
    @ValueSource(strings = {"alerts.md", "automation.md"})
    void noSecretIsPartOfACommandThatIsShown(String page) throws IOException {
        assertThat(Files.readString(Path.of("../docs", page))).doesNotContain("hooks.slack.com", "--value '");
    }
}
