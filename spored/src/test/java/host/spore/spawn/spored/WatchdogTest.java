package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final ByteArrayOutputStream journal = new ByteArrayOutputStream();
    private long nanos = 5;
    private int said;

    @Test
    void vouchesOnceAMinuteForAKeeperThatTurns() throws InterruptedException {
        // Given
        Watchdog watchdog = watchdog("180000000");

        // When
        for (int second = 0; second < 300; second++) {
            watchdog.turned();
            watchdog.pet();
            pass(1);
        }

        // Then
        assertThat(said).isEqualTo(5);
    }

    @Test
    void isSilentForAKeeperThatHangs() throws InterruptedException {
        // Given
        Watchdog watchdog = watchdog("180000000");
        watchdog.turned();

        // When: the thread that asks goes on, the keeper does not
        pass(60);
        for (int i = 0; i < 20; i++) {
            watchdog.pet();
            pass(30);
        }
        int whileItHung = said;
        watchdog.turned();
        watchdog.pet();

        // Then
        assertThat(whileItHung).isZero();
        assertThat(said).isEqualTo(1);
    }

    @Test
    void saysNothingWhereNoWatchdogIsSet() throws InterruptedException {
        // When
        for (Watchdog watchdog : new Watchdog[] {watchdog(null), watchdog("")}) {
            watchdog.pet();
        }

        // Then
        assertThat(said).isZero();
    }

    private Watchdog watchdog(@Nullable String variable) {
        return new Watchdog(variable, () -> nanos, () -> said++, new Journal(new PrintStream(journal)));
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
