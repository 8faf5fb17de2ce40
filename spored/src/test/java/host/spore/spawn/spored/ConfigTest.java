package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @Test
    void readsFlatKeysAndTheirValues() {
        // When
        Config config = Config.parse("""
                # what the launch knew
                ---
                bus: "spawn-test"   # quoted
                name: demo # a comment
                correlation_id: '0199-a'
                deadline: 2026-11-23T18:42:07Z
                warn_minutes: [30, 10]
                warn_seconds: 20
                """);

        // Then
        assertThat(config.problems()).isEmpty();
        assertThat(config.bus()).isEqualTo("spawn-test");
        assertThat(config.value(Key.NAME)).contains("demo");
        assertThat(config.correlationId()).contains("0199-a");
        assertThat(config.deadline()).contains(Instant.parse("2026-11-23T18:42:07Z"));
        assertThat(config.warnings().leads())
                .containsExactly(Duration.ofMinutes(30), Duration.ofMinutes(10), Duration.ofSeconds(20));
    }

    @Test
    void reportsWhatItCannotReadAndGoesOnWithDefaults() {
        // When
        Config config = Config.parse("nonsense\n  nested: value\nwarn_minutes: soon\ndeadline: tomorrow\n");

        // Then
        assertThat(config.problems())
                .containsExactly(
                        "config.yaml line 1: flat \"key: value\" lines only",
                        "config.yaml line 2: flat \"key: value\" lines only",
                        "config.yaml: warn_minutes \"soon\": a whole number from 0 to 10000000; left out",
                        "config.yaml: deadline \"tomorrow\": an instant in UTC, for example 2026-11-23T18:42:07Z; left out");
        assertThat(config.warnings()).isEqualTo(Warnings.DEFAULT);
        assertThat(config.deadline()).isEmpty();
        assertThat(config.bus()).isEqualTo("spawn");
    }

    @Test
    void needsNoFile(@TempDir Path folder) {
        // When
        Config config = Config.read(folder.resolve("absent.yaml"));

        // Then
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void namesTheKeyThatWasMeant() {
        // When
        Config config = Config.parse("idle-timeot: 1h\nidle_timeout: 1h30m\npre_stop_base64: ZWNobyBoaQ==\n");

        // Then
        assertThat(config.problems())
                .containsExactly("config.yaml: unknown key idle-timeot: did you mean idle_timeout?");
        assertThat(config.duration(Key.IDLE_TIMEOUT, Duration.ZERO)).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.preStop()).contains("echo hi");
    }

    @Test
    void knowsWhatAWorkerOfAQueueIsTold() {
        // When
        Config config = Config.parse("worker_queue: train.1\nworker_run: 0199-a\nworker_slots: 64\nworker_activity: "
                + FakeActivity.ARN + "\nworker_bucket: spawn-results-1-eu-west-1\n");

        // Then
        assertThat(config.problems()).isEmpty();
        assertThat(config.value(Key.WORKER_QUEUE)).contains("train.1");
        assertThat(config.number(Key.WORKER_SLOTS, 1)).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worker_slots: 0",
                "worker_slots: 65",
                "worker_slots: many",
                "worker_queue: a b",
                "worker_queue: ../x",
                "worker_run: a/b",
                "worker_activity: spawn-q-abc",
                "worker_activity: arn:aws:states:eu-west-1:1:stateMachine:x"
            })
    void leavesOutWhatAWorkerCannotBeTold(String line) {
        // When
        Config config = Config.parse(line + "\n");

        // Then
        assertThat(config.problems()).hasSize(1).allMatch(problem -> problem.endsWith("; left out"));
        assertThat(config.value(Key.of(line.substring(0, line.indexOf(':'))).orElseThrow()))
                .isEmpty();
    }
}
