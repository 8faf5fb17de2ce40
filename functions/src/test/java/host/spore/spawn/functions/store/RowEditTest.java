package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowEditTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeInstanceRows rows = new FakeInstanceRows();

    @Test
    void whatAnEventBeginsIsFoundAgain() {
        edit();

        assertThat(rows.unclosed()).containsExactly(ID);
    }

    /** The row was lost, and the note of a flow that ends the instance has made another, which nobody would have closed. */
    @Test
    void whatAFlowsNoteHasBegunIsFoundAgain() {
        rows.seed(ID, Map.of(Column.TERMINATE_COMMAND, "c1"));

        edit();

        assertThat(rows.unclosed()).containsExactly(ID);
    }

    @Test
    void whatIsClosedStaysSo() {
        rows.seed(ID, Map.of(Column.CLOSED_AT, "2026-11-23T12:00:00Z"));

        edit();

        assertThat(rows.unclosed()).isEmpty();
    }

    private void edit() {
        RowEdit.apply(rows, ID, row -> RowChange.NONE.set(Column.STATE, "terminated"));
    }
}
