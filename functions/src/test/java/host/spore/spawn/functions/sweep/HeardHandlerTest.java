package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.store.Column;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeardHandlerTest {
    private static final InstanceId INSTANCE = new InstanceId("i-0abcdef1234567890");
    private static final InstanceId OTHER = new InstanceId("i-0abcdef1234567891");
    private static final String ROW_0 = "lr-20261123-3f2a1b_1_0";

    private final SweepStage stage = new SweepStage();

    @BeforeEach
    void aRowHoldsItsPlace() {
        stage.launch(SweepStage.RUN, SweepStage.FILE);
        stage.begin(0);
        stage.ready(ROW_0, INSTANCE);
        stage.park(stage.look(0), "token-1");
    }

    private JsonObject hear(String type, JsonObject detail) {
        return stage.hear("spawn.control", type, detail);
    }

    @Test
    void anEndWakesWhoHoldsThePlace() {
        // When
        hear("InstanceEnded", stage.gone(INSTANCE, "user"));
        hear("InstanceEnded", stage.gone(INSTANCE, "user"));

        // Then
        assertThat(stage.callbacks.taken).containsExactly("token-1 {}");
        assertThat(stage.row(0).token())
                .as("it stays: who dies in between leaves it to the next")
                .contains("token-1");
    }

    @Test
    void anExitIsNotedAndWakes() {
        // When
        stage.hear(SweepStage.agent(INSTANCE), "WorkloadExited", stage.exited(INSTANCE, 3));

        // Then
        assertThat(stage.row(0).exitCode()).isEqualTo(OptionalInt.of(3));
        assertThat(stage.callbacks.taken).hasSize(1);
    }

    @Test
    void anInstanceSpeaksOnlyForItself() {
        // When
        stage.hear(SweepStage.agent(OTHER), "WorkloadExited", stage.exited(INSTANCE, 3));
        stage.hear("spawn.cli", "InstanceEnded", stage.gone(INSTANCE, "user"));

        // Then
        assertThat(stage.row(0).exitCode()).isEmpty();
        assertThat(stage.callbacks.taken).isEmpty();
    }

    @Test
    void whatIsNoRowsIsPassedOver() {
        // Given
        stage.instanceRows.seed(OTHER, Map.of(Column.COMMAND_ID, "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11"));
        long version = stage.row(0).version();

        // When
        hear("InstanceEnded", stage.gone(OTHER, "user"));
        hear("InstanceReady", stage.ready("some-command", OTHER));
        hear("InstanceReady", stage.ready("lr-20261123-3f2a1b_1_3", OTHER));

        // Then
        assertThat(stage.row(0).version()).isEqualTo(version);
        assertThat(stage.rows.all(SweepStage.SWEEP)).hasSize(1);
    }

    @Test
    void anotherRunsLaunchIsNotThisOnes() {
        // Given
        stage.instanceRows.seed(OTHER, Map.of(Column.COMMAND_ID, "lr-20261123-3f2a1b_2_0"));

        // When
        hear("InstanceEnded", stage.gone(OTHER, "user"));

        // Then
        assertThat(stage.callbacks.taken).isEmpty();
    }

    @Test
    void aBeginningWakesNobodyUnlessTheSweepIsCancelled() {
        // When, Then
        hear("InstanceReady", stage.ready(ROW_0, INSTANCE));
        assertThat(stage.callbacks.taken).isEmpty();
        stage.sweeps.write(stage.sweep().marked(new Mark.Cancelled("command-9", "asked for")));
        hear("InstanceReady", stage.ready(ROW_0, INSTANCE));
        assertThat(stage.callbacks.taken).hasSize(1);
    }
}
