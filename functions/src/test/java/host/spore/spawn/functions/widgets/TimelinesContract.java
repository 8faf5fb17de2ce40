package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Timelines} reads of what the function spawn-history writes. */
abstract class TimelinesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract Timelines subject();

    /** As the function of that name does. */
    abstract void append(InstanceId instance, String key, Entry entry);

    @Test
    void readsTheNewestFirstAndNoMoreThanAskedFor() {
        // Given
        InstanceId instance = new InstanceId("i-00000000000000a01");
        Entry first = new Entry(AT, "control", "recorded: demo", Optional.of("c1"));
        Entry second = new Entry(AT.plusSeconds(1), "ec2", "state: pending -> running", Optional.empty());
        Entry third = new Entry(AT.plusSeconds(1), "ec2", "address: 203.0.113.17", Optional.empty());
        append(instance, AT + "#0000000001#0", first);
        append(instance, AT.plusSeconds(1) + "#0000000002#0", second);
        append(instance, AT.plusSeconds(1) + "#0000000002#1", third);
        append(new InstanceId("i-00000000000000a02"), AT + "#0000000001#0", first);

        // When, Then
        assertThat(subject().newest(instance, 10)).containsExactly(third, second, first);
        assertThat(subject().newest(instance, 2)).containsExactly(third, second);
    }

    @Test
    void readsNothingOfWhatHasNoHistory() {
        assertThat(subject().newest(new InstanceId("i-00000000000000a03"), 10)).isEmpty();
    }
}
