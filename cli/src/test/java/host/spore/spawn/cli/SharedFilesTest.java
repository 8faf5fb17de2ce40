package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;
import picocli.CommandLine;

/** What lies beside the program: its manual and what shells complete. Both are made of its own words, and lag behind nothing. */
class SharedFilesTest {
    private static final Path SHARE = Path.of("src", "main", "dist", "share");
    private static final Path MANUAL = SHARE.resolve("man/man1/spawn.1");
    private static final Path COMPLETION = SHARE.resolve("bash-completion/completions/spawn");

    private final CommandLine program =
            new Program(new Shell().surroundings(new StringWriter(), new StringWriter())).whole();

    @Test
    void theManualSaysWhatHelpSays() throws IOException {
        assertKept(MANUAL, ManPage.of(program));
    }

    @Test
    void shellsCompleteWhatThereIs() throws IOException {
        assertKept(COMPLETION, AutoComplete.bash("spawn", program));
    }

    /** By a real shell: what is typed, the last word of it unfinished, and one of those that are offered. */
    @ParameterizedTest
    @CsvSource({
        "lau, launch",
        "sw, sweep",
        "queue sub, submit",
        "sweep can, cancel",
        "alerts add, add-destination",
        "launch --inst, --instance-type",
        "launch demo --on-c, --on-complete",
        "extend --b, --by",
    })
    void aShellOffersIt(String typed, String offered) throws Exception {
        List<String> words = List.of(("spawn " + typed).split(" "));
        // bash hands the words over in these variables, and takes what is offered from COMPREPLY.
        String script = "source " + COMPLETION.toAbsolutePath() + "\nCOMP_WORDS=(" + String.join(" ", words)
                + ")\nCOMP_CWORD=" + (words.size() - 1) + "\nCOMP_LINE=\"spawn " + typed
                + "\"\nCOMP_POINT=${#COMP_LINE}\n_complete_spawn\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().map(String::strip)).contains(offered);
    }

    private static void assertKept(Path file, String made) throws IOException {
        if ("write".equals(System.getProperty("spawn.docs"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, made);
        }
        assertThat(file).content().isEqualTo(made);
    }
}
