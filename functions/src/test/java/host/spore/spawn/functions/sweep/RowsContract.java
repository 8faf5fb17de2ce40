package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepRowId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every {@link Rows} keeps, the fake as well as DynamoDB. */
public abstract class RowsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract Rows subject();

    /** A sweep that no other test uses. */
    protected abstract String freshSweep();

    static RowItem row(String sweep, int index) {
        return new RowItem(
                new SweepRowId(new SweepId(sweep), 1, index),
                sweep + "-" + index,
                RowWork.ENDS_WITH_IT,
                Optional.of("us-east-1a"),
                AT,
                AT,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                SweepItem.expiry(AT),
                0);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        SweepId sweep = new SweepId(freshSweep());
        assertThat(subject().read(sweep, 0)).isEmpty();
        assertThat(subject().all(sweep)).isEmpty();
    }

    @Test
    void theFirstOneMakesItAndWhoHasReadItMayChangeIt() {
        // Given
        RowItem row = row(freshSweep(), 7);

        // When, Then
        assertThat(subject().write(row)).isTrue();
        assertThat(subject().write(row)).isFalse();
        assertThat(subject().read(row.id().sweepId(), 7)).contains(row.at(1));
        assertThat(subject().write(row.at(1).exited(3))).isTrue();
        assertThat(subject().write(row.at(1).exited(4)))
                .as("as it no longer is")
                .isFalse();
        assertThat(subject().read(row.id().sweepId(), 7).map(RowItem::exitCode)).contains(OptionalInt.of(3));
    }

    @Test
    void everythingIsKept() {
        // Given
        RowItem row = row(freshSweep(), 0);
        RowItem whole = new RowItem(
                row.id(),
                row.name(),
                RowWork.NONE,
                Optional.empty(),
                AT,
                AT.plusSeconds(1),
                Optional.of(new InstanceId("i-0abcdef1234567890")),
                OptionalInt.of(0),
                Optional.of(new RowEnd(
                        RowStatus.DONE,
                        "its command ended with 0",
                        AT.plusSeconds(9),
                        Optional.of("command"),
                        Optional.of("0.0021"),
                        Optional.of("s3://b/k/"))),
                Optional.of("token"),
                SweepItem.expiry(AT),
                0);

        // When
        subject().write(whole);

        // Then
        assertThat(subject().read(row.id().sweepId(), 0)).contains(whole.at(1));
    }

    @Test
    void allAreInTheOrderOfTheirIndexes() {
        // Given: more than one page of DynamoDB has is tried where that is, in a bench
        String sweep = freshSweep();
        String other = freshSweep();
        for (int index : new int[] {10, 9, 100, 2}) {
            subject().write(row(sweep, index));
        }
        subject().write(row(other, 1));

        // When, Then
        assertThat(subject().all(new SweepId(sweep))).extracting(RowItem::index).containsExactly(2, 9, 10, 100);
    }
}
