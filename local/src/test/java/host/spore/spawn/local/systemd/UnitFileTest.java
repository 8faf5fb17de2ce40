package host.spore.spawn.local.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitFileTest {
    private static final Instant BOOT = Instant.parse("2026-11-23T10:00:30Z");

    @Test
    void readsAService() {
        // Given
        UnitFile file = UnitFile.parse("spored.service", """
                # the agent
                [Unit]
                Description=the agent
                After=network-online.target a.service
                Wants=network-online.target
                [Service]
                Type=notify
                ExecStart=/opt/spored/bin/spored \\
                    run --verbose
                Environment="A=one two" B=2
                EnvironmentFile=-/etc/spored/environment
                Restart=always
                RestartSec=1min 500ms
                StateDirectory=spored
                [Install]
                WantedBy=multi-user.target
                """);
        // When
        ServiceUnit unit = ServiceUnit.of(file);
        // Then
        assertThat(unit.problems()).isEmpty();
        assertThat(unit.type()).isEqualTo(ServiceUnit.Type.NOTIFY);
        assertThat(unit.commands())
                .containsExactly(new CommandLine(List.of("/opt/spored/bin/spored", "run", "--verbose"), false));
        assertThat(unit.environment()).containsExactly("A=one two", "B=2");
        assertThat(unit.restartAfter()).isEqualTo(Duration.ofMillis(60_500));
        assertThat(unit.directories()).containsExactly("/var/lib/spored");
        assertThat(unit.after()).containsExactly("network-online.target", "a.service");
    }

    @Test
    void anEmptyAssignmentForgetsWhatStoodBefore() {
        // When
        ServiceUnit unit = ServiceUnit.of(
                UnitFile.parse("x.service", "[Service]\nExecStart=/bin/a\nExecStart=\nExecStart=/bin/b\n"));
        // Then
        assertThat(unit.commands()).containsExactly(new CommandLine(List.of("/bin/b"), false));
    }

    @Test
    void namesWhatItDoesNotSimulate() {
        // When
        ServiceUnit unit = ServiceUnit.of(UnitFile.parse(
                "x.service", "[Service]\nExecStart=/bin/a\nUser=root\nRootImage=/x\nRestart=sometimes\nnonsense\n"));
        // Then
        assertThat(unit.problems())
                .containsExactly(
                        "line 6: \"nonsense\" is no assignment in a section",
                        "line 4: [Service] RootImage= is not simulated",
                        "[Service] Restart=sometimes is not simulated; no instead");
    }

    @ParameterizedTest
    @CsvSource({"90, 90000", "250ms, 250", "1min 30s, 90000", "1.5s, 1500", "2h, 7200000", "10sec, 10000"})
    void readsTimeSpans(String text, long millis) {
        assertThat(TimeSpan.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1w", "s", "-1"})
    void refusesWhatIsNoTimeSpan(String text) {
        assertThat(TimeSpan.parse(text)).isEmpty();
    }

    @Test
    void expandsVariablesAsSystemdDoes() {
        // Given
        CommandLine command =
                CommandLine.parse("-/bin/run \"two words\" $MANY ${MANY} $NONE a${NONE}b %n $$HOME 'q\"'");
        // When
        List<String> words = command.expand(Map.of("MANY", "x y"), "demo.service");
        // Then
        assertThat(words)
                .containsExactly("/bin/run", "two words", "x", "y", "x y", "ab", "demo.service", "$HOME", "q\"");
        assertThat(command.failureIsFine()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "no, 1, false, false",
        "no, 0, false, false",
        "always, 0, false, true",
        "always, 137, false, true",
        "always, 42, false, false",
        "on-failure, 0, false, false",
        "on-failure, 1, false, true",
        "on-failure, 143, false, false",
        "on-failure, 137, false, true",
        "on-success, 0, false, true",
        "on-success, 1, false, false",
        "on-abnormal, 1, false, false",
        "on-abnormal, 134, false, true",
        "on-watchdog, 134, true, true",
        "on-watchdog, 134, false, false",
        "on-abort, 134, false, true"
    })
    void restartsAsSystemdsTableSays(String restart, int code, boolean watchdog, boolean restarts) {
        // Given
        ServiceUnit unit = ServiceUnit.of(UnitFile.parse(
                "x.service", "[Service]\nExecStart=/x\nRestartPreventExitStatus=42\nRestart=" + restart + "\n"));
        // Then
        assertThat(unit.restartsAfter(new Exit(code, watchdog))).isEqualTo(restarts);
    }

    @Test
    void givesUpOnAServiceThatIsStartedTooOften() {
        // Given
        StartLimit limit = new StartLimit(Duration.ofSeconds(10), 2);
        // Then
        assertThat(limit.allows(List.of(BOOT.minusSeconds(1)), BOOT)).isTrue();
        assertThat(limit.allows(List.of(BOOT.minusSeconds(1), BOOT.minusSeconds(9)), BOOT))
                .isFalse();
        assertThat(limit.allows(List.of(BOOT.minusSeconds(1), BOOT.minusSeconds(11)), BOOT))
                .isTrue();
        assertThat(new StartLimit(Duration.ZERO, 0).allows(List.of(BOOT, BOOT), BOOT))
                .isTrue();
    }

    @Test
    void aMinutelyTimerFiresAfterBootAndThenOnTheMinute() {
        // Given
        TimerUnit timer = TimerUnit.of(
                UnitFile.parse("t.timer", "[Timer]\nOnBootSec=10s\nOnCalendar=minutely\nAccuracySec=1s\n"));
        // Then
        assertThat(timer.problems()).isEmpty();
        assertThat(timer.unit()).isEqualTo("t.service");
        assertThat(timer.calendar()).containsExactly(ChronoUnit.MINUTES);
        assertThat(timer.next(BOOT, BOOT.plusSeconds(1), null)).contains(BOOT.plusSeconds(10));
        assertThat(timer.next(BOOT, BOOT.plusSeconds(1), BOOT.plusSeconds(10)))
                .contains(Instant.parse("2026-11-23T10:01:00Z"));
        assertThat(timer.next(BOOT, BOOT, Instant.parse("2026-11-23T10:01:00Z")))
                .contains(Instant.parse("2026-11-23T10:02:00Z"));
    }

    @Test
    void aBootTimeThatIsOverElapsesAtOnceAndOnlyOnce() {
        // Given
        TimerUnit timer = TimerUnit.of(UnitFile.parse("t.timer", "[Timer]\nOnBootSec=1s\nUnit=x.service\n"));
        Instant late = BOOT.plusSeconds(60);
        // Then
        assertThat(timer.next(BOOT, late, null)).contains(BOOT.plusSeconds(1));
        assertThat(timer.next(BOOT, late, late)).isEmpty();
    }

    @Test
    void ordersUnitsBehindThoseTheyComeAfterAndSurvivesACycle() {
        assertThat(BootOrder.of(Map.of("a", List.of("c"), "b", List.of("a", "elsewhere"), "c", List.of())))
                .containsExactly("c", "a", "b");
        assertThat(BootOrder.of(Map.of("a", List.of("b"), "b", List.of("a")))).containsExactlyInAnyOrder("a", "b");
    }
}
