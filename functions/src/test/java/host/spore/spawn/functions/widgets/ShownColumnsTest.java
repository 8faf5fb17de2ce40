package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.Extension;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page reads some columns of a row: one that it shows and does not read would be missing from it, and nothing would fail. */
class ShownColumnsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    /** Each hides what comes after it, so that the page is looked at without the first, the first two, and so on. */
    private static final List<Column> HIDING = List.of(
            Column.SPOT_WARNED_AT,
            Column.AGENT_PROBLEM,
            Column.AGENT_UNSTEADY_AT,
            Column.FINISHED,
            Column.TERMINATE_CAUSE,
            Column.IDLE_TIMEOUT,
            Column.DNS_NAME,
            Column.COST_LIMIT,
            Column.AGENT_HEARD_AT,
            Column.AGENT_STARTED_AT,
            Column.NAME,
            Column.DEADLINE,
            Column.PRICE_PER_HOUR);

    @ParameterizedTest
    @ValueSource(ints = {400, 1_200})
    void thePageOfInstancesReadsAllThatItShows(int width) {
        holds(InstancesPage.COLUMNS, width, ShownColumnsTest::instances);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1_200})
    void thePageOfSpendingReadsAllThatItShows(int width) {
        holds(SpendingPage.COLUMNS, width, ShownColumnsTest::spending);
    }

    /** What is read for nothing makes a page of a thousand rows slower. */
    @ParameterizedTest
    @EnumSource(Column.class)
    void andNothingElse(Column column) {
        assertThat(InstancesPage.COLUMNS.contains(column))
                .as("instances")
                .isEqualTo(matters(column, ShownColumnsTest::instances));
        assertThat(SpendingPage.COLUMNS.contains(column))
                .as("spending")
                .isEqualTo(matters(column, ShownColumnsTest::spending));
    }

    private static Html instances(InstanceRow row, Frame frame) {
        return InstancesPage.of(List.of(row), 0, frame);
    }

    private static Html spending(InstanceRow row, Frame frame) {
        return SpendingPage.of(List.of(row), List.of(), false, frame);
    }

    private static void holds(Set<Column> read, int width, BiFunction<InstanceRow, Frame, Html> page) {
        assertThat(rows()).allSatisfy(whole -> {
            Map<Column, String> less = new EnumMap<>(whole);
            less.keySet().retainAll(read);
            assertThat(shown(page, less, width)).isEqualTo(shown(page, whole, width));
        });
    }

    /** Whether some page is another one without it. */
    private static boolean matters(Column column, BiFunction<InstanceRow, Frame, Html> page) {
        return rows().stream().anyMatch(whole -> {
            Map<Column, String> less = new EnumMap<>(whole);
            less.remove(column);
            return !shown(page, less, 1_200).equals(shown(page, whole, 1_200));
        });
    }

    private static String shown(BiFunction<InstanceRow, Frame, Html> page, Map<Column, String> values, int width) {
        Frame frame = new Frame(NOW, ZoneOffset.UTC, Theme.LIGHT, width, "arn:aws:lambda:us-east-1:1:function:w");
        InstanceRow row = new InstanceRow(ID, 3, values, List.of(new Extension("command-1", NOW, NOW.plusSeconds(60))));
        return page.apply(row, frame).page();
    }

    private static List<Map<Column, String>> rows() {
        List<Map<Column, String>> rows = new ArrayList<>();
        for (String state : List.of("running", "stopped")) {
            for (int hidden = 0; hidden <= HIDING.size(); hidden++) {
                Map<Column, String> values = new EnumMap<>(Column.class);
                for (Column column : Column.values()) {
                    values.put(column, value(column));
                }
                values.put(Column.STATE, state);
                HIDING.subList(0, hidden).forEach(values::remove);
                rows.add(values);
            }
        }
        return rows;
    }

    private static String value(Column column) {
        return switch (column) {
            case DEADLINE -> NOW.plusSeconds(3_600).toString();
            case LAUNCHED_AT -> NOW.minusSeconds(14_460).toString();
            case LIVED -> "running " + NOW.minusSeconds(7_200) + ", stopped " + NOW.minusSeconds(3_600);
            case PRICE_PER_HOUR -> "0.5";
            case VOLUME_PRICE_PER_HOUR -> "0.25";
            case COST_LIMIT -> "4";
            case GENERATION -> "2";
            default ->
                column.name().endsWith("_AT")
                        ? NOW.minusSeconds(60L + column.wire().length() * 600L).toString()
                        : "of " + column.wire();
        };
    }
}
