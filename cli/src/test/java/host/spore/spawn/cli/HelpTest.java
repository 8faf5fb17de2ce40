package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"launch", "extend", "terminate", "stop", "start", "queue", "sweep", "alerts", "version"})
    void everySubcommandHasHelpAndNeedsNothingForIt(String name) {
        // When
        Shell.Outcome outcome = new Shell().types(name, "--help");

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("Usage: spawn " + name).doesNotContain("\u001b", "--no-ttl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void theProgramListsAllOfThem(String typed) {
        assertThat(new Shell().types(typed).out())
                .contains(
                        "launch",
                        "extend",
                        "terminate",
                        "stop",
                        "start",
                        "queue",
                        "sweep",
                        "alerts",
                        "version",
                        "SPAWN_BUS");
    }

    @Test
    void helpOfASubcommandIsFoundEitherWay() {
        assertThat(new Shell().types("help", "extend").out())
                .isEqualTo(new Shell().types("extend", "--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void theVersionIsToldWithTheJavaItRunsOn(String typed) {
        assertThat(new Shell().types(typed).out()).matches("spawn \\S.* on Java \\d+\\S*\\R");
    }
}
