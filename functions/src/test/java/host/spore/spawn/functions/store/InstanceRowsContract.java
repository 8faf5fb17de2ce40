package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link InstanceRows} keeps, the fake as well as DynamoDB. */
public abstract class InstanceRowsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    protected abstract InstanceRows subject();

    /** An instance that no other test uses. */
    protected abstract InstanceId freshId();

    @Test
    void aRowThatIsNotThereIsAbsent() {
        assertThat(subject().read(freshId()).isAbsent()).isTrue();
    }

    @Test
    void changingAnAbsentRowMakesItAtVersionOne() {
        // Given
        InstanceId id = freshId();

        // When
        Optional<InstanceRow> made = subject()
                .change(
                        InstanceRow.absent(id),
                        RowChange.NONE.set(Column.STATE, "running").set(Column.NAME, "demo"));

        // Then
        assertThat(made).contains(subject().read(id)).hasValueSatisfying(row -> {
            assertThat(row.version()).isEqualTo(1);
            assertThat(row.values()).isEqualTo(Map.of(Column.STATE, "running", Column.NAME, "demo"));
        });
    }

    @Test
    void everyChangeAddsOneToTheVersion() {
        // Given
        InstanceRow row = made(Column.STATE, "pending");

        // When
        Optional<InstanceRow> changed = subject().change(row, RowChange.NONE.set(Column.STATE, "running"));

        // Then
        assertThat(changed).hasValueSatisfying(now -> assertThat(now.version()).isEqualTo(row.version() + 1));
    }

    @Test
    void aChangeOfAnOlderVersionChangesNothing() {
        // Given
        InstanceRow old = made(Column.STATE, "pending");
        InstanceRow current = subject()
                .change(old, RowChange.NONE.set(Column.STATE, "terminated"))
                .orElseThrow();

        // When
        Optional<InstanceRow> late = subject().change(old, RowChange.NONE.set(Column.STATE, "running"));

        // Then
        assertThat(late).isEmpty();
        assertThat(subject().read(old.id())).isEqualTo(current);
    }

    @Test
    void ofTwoThatMakeARowTheSecondIsTold() {
        // Given
        InstanceRow made = made(Column.STATE, "running");

        // When
        Optional<InstanceRow> second =
                subject().change(InstanceRow.absent(made.id()), RowChange.NONE.set(Column.STATE, "pending"));

        // Then
        assertThat(second).isEmpty();
        assertThat(subject().read(made.id())).isEqualTo(made);
    }

    @Test
    void removesAndSetsAndLeavesTheRest() {
        // Given
        InstanceRow row = subject()
                .change(
                        InstanceRow.absent(freshId()),
                        RowChange.NONE
                                .set(Column.ADDRESS, "203.0.113.7")
                                .set(Column.STATE, "running")
                                .set(Column.NAME, "demo"))
                .orElseThrow();

        // When
        Optional<InstanceRow> changed = subject()
                .change(row, RowChange.NONE.set(Column.STATE, "stopped").remove(Column.ADDRESS));

        // Then
        assertThat(changed)
                .hasValueSatisfying(now ->
                        assertThat(now.values()).isEqualTo(Map.of(Column.STATE, "stopped", Column.NAME, "demo")));
    }

    @Test
    void keepsEveryExtension() {
        // Given
        Extension first = new Extension("command-1", AT, AT.plusSeconds(60));
        Extension second = new Extension("command-2", AT.plusSeconds(60), AT.plusSeconds(120));
        InstanceRow row = subject()
                .change(made(Column.STATE, "running"), RowChange.NONE.add(first))
                .orElseThrow();

        // When
        subject().change(row, RowChange.NONE.add(second));

        // Then
        assertThat(Set.copyOf(subject().read(row.id()).extensions())).isEqualTo(Set.of(first, second));
    }

    @Test
    void whatIsNotClosedIsFoundUntilItIs() {
        // Given
        InstanceRow open = made(Column.UNCLOSED, "yes");
        InstanceRow closed = subject()
                .change(made(Column.UNCLOSED, "yes"), RowChange.NONE.remove(Column.UNCLOSED))
                .orElseThrow();

        // When, Then
        assertThat(subject().unclosed()).contains(open.id()).doesNotContain(closed.id());
        assertThat(subject().unclosedAsShown(Set.of(Column.UNCLOSED)))
                .contains(open)
                .doesNotContain(closed);
    }

    /** With its version and its extensions, which are no columns. */
    @Test
    void ofThoseThatAreNotClosedOnlyTheColumnsAskedForAreRead() {
        // Given
        InstanceRow row = subject()
                .change(
                        made(Column.UNCLOSED, "yes"),
                        RowChange.NONE
                                .set(Column.NAME, "demo")
                                .set(Column.STATE, "running")
                                .set(Column.GENERATION, "2")
                                .add(new Extension("command-1", AT, AT.plusSeconds(60))))
                .orElseThrow();

        // When
        List<InstanceRow> shown =
                subject().unclosedAsShown(Set.of(Column.STATE, Column.NAME, Column.ADDRESS, Column.GENERATION));

        // Then
        assertThat(shown)
                .contains(new InstanceRow(
                        row.id(),
                        row.version(),
                        Map.of(Column.STATE, "running", Column.NAME, "demo", Column.GENERATION, "2"),
                        row.extensions()));
    }

    @Test
    void manyAreReadAtOnceAndTheAbsentAmongThem() {
        // Given: more than DynamoDB gives in one answer
        InstanceRow first = made(Column.STATE, "running");
        InstanceRow last = made(Column.STATE, "stopped");
        List<InstanceId> ids = new ArrayList<>(List.of(first.id()));
        for (int i = 0; i < 120; i++) {
            ids.add(freshId());
        }
        ids.add(last.id());

        // When
        Map<InstanceId, InstanceRow> read = subject().read(ids);

        // Then
        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(read).containsEntry(first.id(), first).containsEntry(last.id(), last);
        assertThat(read.values().stream().filter(InstanceRow::isAbsent)).hasSize(120);
    }

    @Test
    void theGenerationIsCounted() {
        // Given
        InstanceRow row = made(Column.GENERATION, "2");

        // When, Then
        assertThat(subject().read(row.id()).generation()).isEqualTo(2);
    }

    private InstanceRow made(Column column, String value) {
        return subject()
                .change(InstanceRow.absent(freshId()), RowChange.NONE.set(column, value))
                .orElseThrow();
    }
}
