package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every {@link Sweeps} keeps, the fake as well as DynamoDB. */
public abstract class SweepsContract {
    static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract Sweeps subject();

    /** A sweep that no other test uses. */
    protected abstract String freshSweep();

    static SweepItem item(String sweep) {
        return new SweepItem(
                new SweepId(sweep),
                1,
                "command-1",
                "LaunchSweep",
                "correlation-1",
                12,
                4,
                OptionalInt.of(2),
                Duration.ofSeconds(10),
                SweepPolicy.STOP,
                SweepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                AT,
                Optional.empty(),
                SweepItem.expiry(AT),
                0);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(subject().read(new SweepId(freshSweep()))).isEmpty();
    }

    @Test
    void theFirstOneMakesIt() {
        // Given
        SweepItem item = item(freshSweep());

        // When, Then
        assertThat(subject().write(item)).isTrue();
        assertThat(subject().write(item)).isFalse();
        assertThat(subject().read(item.sweepId())).contains(item.at(1));
    }

    @Test
    void whoHasReadWhatStandsThereMayChangeIt() {
        // Given
        SweepItem item = item(freshSweep());
        subject().write(item);
        SweepItem read = subject().read(item.sweepId()).orElseThrow();

        // When, Then
        assertThat(subject().write(read.marked(new Mark.Stopped("row 3 failed"))))
                .isTrue();
        assertThat(subject().write(read.marked(new Mark.Cancelled("command-2", "asked"))))
                .as("as it no longer is")
                .isFalse();
        assertThat(subject().read(item.sweepId()).flatMap(SweepItem::mark)).contains(new Mark.Stopped("row 3 failed"));
    }

    @Test
    void everythingIsKept() {
        // Given
        SweepItem item = item(freshSweep());
        SweepItem plain = new SweepItem(
                item.sweepId(),
                1,
                "command-1",
                "LaunchSweep",
                "correlation-1",
                1,
                1,
                OptionalInt.empty(),
                Duration.ZERO,
                SweepPolicy.CONTINUE,
                SweepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                AT,
                Optional.empty(),
                SweepItem.expiry(AT),
                0);
        subject().write(plain);
        SweepItem ended = plain.at(1)
                .marked(new Mark.Cancelled("command-2", "asked"))
                .ended(SweepStatus.FAILED, "asked", AT.plusSeconds(60));

        // When
        subject().write(ended);

        // Then
        assertThat(subject().read(item.sweepId())).contains(ended.at(2));
        subject().write(ended.at(2).resumed("command-3", AT.plusSeconds(90)));
        assertThat(subject().read(item.sweepId())).contains(ended.at(3).resumed("command-3", AT.plusSeconds(90)));
    }
}
