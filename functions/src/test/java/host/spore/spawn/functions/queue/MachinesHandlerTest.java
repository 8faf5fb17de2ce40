package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachinesHandlerTest {
    private final Stage stage = new Stage();

    @BeforeEach
    void prepare() {
        stage.submit(Stage.RUN, Stage.TRAIN);
    }

    @Test
    void theSameQueueRunAgainMakesNothing() {
        // Given
        JsonObject first = stage.makeMachines(Stage.RUN);
        stage.claims.free("train", Stage.RUN);
        stage.clock.advance(Duration.ofDays(40));

        // When
        stage.submit("run-2", Stage.TRAIN);
        JsonObject second = stage.makeMachines("run-2");

        // Then
        assertThat(first.integer("made")).isEqualTo(3);
        assertThat(second.integer("made")).isZero();
        assertThat(second.string("main")).isEqualTo(first.string("main"));
        assertThat(stage.machines.made).hasSize(3);
        assertThat(stage.machines.tags.get(second.string("always")))
                .as("what is made last says when it was used")
                .containsEntry("spawn:used-at", "2027-01-02");
        assertThat(stage.machines.tags.get(second.string("main"))).containsEntry("spawn:used-at", "2026-11-23");
    }

    @Test
    void allAreTagged() {
        stage.makeMachines(Stage.RUN);
        assertThat(stage.machines.tags.values())
                .hasSize(3)
                .allSatisfy(tags -> assertThat(tags)
                        .containsEntry("spawn", "true")
                        .containsEntry("spawn:queue", "train")
                        .containsEntry("spawn:used-at", "2026-11-23"));
    }

    /** Step Functions makes one a second; the flow asks again, and each time fewer are missing. */
    @Test
    void whatIsThrottledIsGoneOnWith() {
        // When
        int asked = 0;
        while (stage.machines.made.size() < 3) {
            int there = stage.machines.made.size();
            // One is made, and the next call is refused.
            failAfter(there);
            if (there == 2) {
                break;
            }
            assertThatThrownBy(() -> stage.makeMachines(Stage.RUN)).isInstanceOf(Faults.FaultException.class);
            assertThat(stage.machines.made).hasSize(there + 1);
            asked++;
        }

        // Then
        assertThat(asked).isEqualTo(2);
        assertThat(stage.makeMachines(Stage.RUN).integer("made")).isEqualTo(1);
        assertThat(stage.machines.made).doesNotHaveDuplicates().hasSize(3);
    }

    private void failAfter(int there) {
        if (stage.machines.made.size() > there) {
            stage.machines.faults.failNext(1);
        } else {
            stage.machines.faults.beforeNext(() -> failAfter(there));
        }
    }

    @Test
    void aReplyThatIsLostMakesNothingTwice() {
        // Given
        stage.machines.faults.loseNextReply();

        // When
        assertThatThrownBy(() -> stage.makeMachines(Stage.RUN)).isInstanceOf(Faults.FaultException.class);
        stage.makeMachines(Stage.RUN);

        // Then
        assertThat(stage.machines.made).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void aRunThatNobodyPreparedIsAnError() {
        assertThatThrownBy(() -> stage.makeMachines("run-9"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("queues/train/runs/run-9/plan.json");
    }
}
