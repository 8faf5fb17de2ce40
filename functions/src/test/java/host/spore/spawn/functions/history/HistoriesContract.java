package host.spore.spawn.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Histories} keeps, the fake as well as DynamoDB. */
abstract class HistoriesContract {
    private static final Change CHANGE = new Change("user", "stop asked for", "c1", "c0");
    private static final Change OTHER = new Change("ec2", "state: running -> stopping", null, null);
    private static final Instant END = Instant.parse("2027-02-23T12:00:00Z");

    abstract Histories subject();

    /** By their keys. */
    abstract List<Entry> entries(InstanceId instance);

    /** One that is stored. */
    record Entry(String key, Change change, Optional<Instant> expiresAt) {}

    @Test
    void entriesAreSortedByTheirKeysAndTheSameTwiceIsOne() {
        // Given
        InstanceId instance = new InstanceId("i-00000000000000001");

        // When
        subject().append(instance, "2026-11-23T12:00:02Z#2#0", OTHER);
        subject().append(instance, "2026-11-23T12:00:01Z#1#0", CHANGE);
        subject().append(instance, "2026-11-23T12:00:02Z#2#0", OTHER);

        // Then
        assertThat(entries(instance))
                .containsExactly(
                        new Entry("2026-11-23T12:00:01Z#1#0", CHANGE, Optional.empty()),
                        new Entry("2026-11-23T12:00:02Z#2#0", OTHER, Optional.empty()));
    }

    @Test
    void allOfAnInstanceGoTogetherAndOneThatIsToldAgainGoesToo() {
        // Given
        InstanceId instance = new InstanceId("i-00000000000000002");
        InstanceId other = new InstanceId("i-00000000000000003");
        subject().append(instance, "1", CHANGE);
        subject().append(instance, "2", OTHER);
        subject().append(other, "1", CHANGE);

        // When
        subject().expire(instance, END);
        subject().append(instance, "1", CHANGE);

        // Then
        assertThat(entries(instance)).extracting(Entry::expiresAt).containsOnly(Optional.of(END));
        assertThat(entries(other)).extracting(Entry::expiresAt).containsOnly(Optional.empty());
    }
}
