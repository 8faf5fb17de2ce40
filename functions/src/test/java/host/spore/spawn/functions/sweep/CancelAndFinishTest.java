package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CancelAndFinishTest {
    private final SweepStage stage = new SweepStage();

    private static String id(int run, int index) {
        return "lr-20261123-3f2a1b_" + run + "_" + index;
    }

    private static InstanceId instance(int index) {
        return new InstanceId("i-0000000000000000" + index);
    }

    private void launched(String policy) {
        stage.launch(SweepStage.RUN, SweepStage.FILE, Map.of("onFailure", Json.of(policy)));
    }

    private void lives(int index) {
        stage.begin(index);
        stage.ready(id(1, index), instance(index));
        stage.look(index);
    }

    private void ends(int index, int code) {
        lives(index);
        stage.instanceRows.seed(instance(index), Map.of(Column.WORKLOAD_EXIT_CODE, Integer.toString(code)));
        stage.gone(instance(index), "command");
        stage.look(index);
    }

    private List<JsonObject> index() {
        return stage.files
                .text("sweeps/lr-20261123-3f2a1b/runs/1/index.jsonl")
                .lines()
                .map(JsonObject::parse)
                .toList();
    }

    @Test
    void everyRowDoneIsASweepCompleted() {
        // Given
        launched("continue");
        for (int i = 0; i < 4; i++) {
            ends(i, 0);
        }

        // When
        JsonObject outcome = stage.finish(1);

        // Then
        assertThat(outcome.string("type")).isEqualTo("SweepCompleted");
        assertThat(outcome.object("fields").integer("rows")).isEqualTo(4);
        assertThat(stage.finish(1)).as("asked again").isEqualTo(outcome);
        assertThat(stage.sweep().status()).isEqualTo(SweepStatus.COMPLETED);
        assertThat(index()).hasSize(4).allSatisfy(line -> {
            assertThat(line.string("status")).isEqualTo("done");
            assertThat(line.string("cost")).isEqualTo("0.0021");
            assertThat(line.integer("exitCode")).isZero();
        });
        assertThat(index().get(1).object("parameters")).hasToString("{\"depth\":\"3\",\"lr\":\"0.01\"}");
        JsonObject summary = JsonObject.parse(stage.files.text("sweeps/lr-20261123-3f2a1b/summary.json"));
        assertThat(summary.integer("done")).isEqualTo(4);
        assertThat(summary.integer("failed")).isZero();
    }

    @Test
    void aFailureIsToldWithItsRow() {
        // Given
        launched("continue");
        ends(0, 0);
        ends(1, 3);
        ends(2, 4);
        ends(3, 0);

        // When
        JsonObject outcome = stage.finish(1);

        // Then
        assertThat(outcome.string("type")).isEqualTo("SweepFailed");
        assertThat(outcome.object("fields").string("cause")).isEqualTo("rows-failed");
        assertThat(outcome.object("fields").string("reason"))
                .isEqualTo("row 1 (lr-20261123-3f2a1b-1) failed: its command ended with 3; 1 more failed");
        assertThat(outcome.object("fields").integer("done")).isEqualTo(2);
    }

    @Test
    void whatWasNotBegunForAFailureIsSkippedAndSaysWhy() {
        // Given
        launched("stop");
        ends(0, 3);
        stage.begin(1);

        // When
        JsonObject fields = stage.finish(1).object("fields");

        // Then
        assertThat(fields.string("cause")).isEqualTo("stopped");
        assertThat(fields.integer("skipped")).isEqualTo(3);
        assertThat(index().get(2).string("reason"))
                .isEqualTo("not begun: row 0 (lr-20261123-3f2a1b-0) failed: its command ended with 3");
    }

    @Test
    void cancelEndsWhatLivesAndNothingBegins() {
        // Given
        launched("continue");
        ends(0, 0);
        lives(1);
        stage.park(stage.look(1), "token-1");
        stage.begin(2);
        JsonObject unparked = stage.look(2);

        // When
        JsonObject answer = stage.cancel("command-9");

        // Then
        assertThat(answer.string("result")).isEqualTo("cancelled");
        assertThat(answer.object("fields").string("reason"))
                .isEqualTo("cancelled when 1 of 4 rows were done and 2 were living");
        assertThat(stage.bus.published)
                .extracting(said -> said.detail().string("target"))
                .containsExactly(instance(1).value());
        assertThat(stage.callbacks.taken).containsExactly("token-1 {}");
        assertThat(stage.park(unparked, "token-2")).as("who has read before").isFalse();
        assertThat(stage.begin(3).string("do")).isEqualTo("pass");
        stage.hear("spawn.control", "InstanceReady", stage.ready(id(1, 2), instance(2)));
        stage.look(2);
        assertThat(stage.bus.published)
                .extracting(said -> said.detail().string("target"))
                .containsExactly(instance(1).value(), instance(2).value());
    }

    @Test
    void cancelWinsOverWhateverTheRunComesTo() {
        // Given
        launched("stop");
        ends(0, 3);
        stage.cancel("command-9");

        // When
        JsonObject fields = stage.finish(1).object("fields");

        // Then
        assertThat(fields.string("cause")).isEqualTo("cancelled");
        assertThat(fields.integer("cancelled")).isEqualTo(3);
        assertThat(fields.integer("failed")).isEqualTo(1);
        assertThat(stage.cancel("command-9").string("result")).as("asked again").isEqualTo("cancelled");
        assertThat(stage.cancel("command-8").string("reason")).contains("is not running");
    }

    @Test
    void aCancelThatComesBetweenTheReadingAndTheClosingWins() {
        // Given
        launched("continue");
        ends(0, 0);
        stage.sweeps.faults.beforeNext(() -> stage.sweeps.faults.beforeNext(() -> stage.cancel("command-9")));

        // When, Then
        assertThatThrownBy(() -> stage.finish(1)).hasMessageContaining("changed meanwhile");
        assertThat(stage.finish(1).object("fields").string("cause")).isEqualTo("cancelled");
    }

    @Test
    void whatBrokeOffIsToldAndResumedWithoutASecondLaunch() {
        // Given
        launched("continue");
        ends(0, 0);
        lives(1);

        // When
        JsonObject fields =
                stage.finish(1, "States.ItemReaderFailed: no bucket").object("fields");

        // Then
        assertThat(fields.string("cause")).isEqualTo("error");
        assertThat(fields.string("reason")).isEqualTo("States.ItemReaderFailed: no bucket");
        assertThat(fields.integer("cancelled")).isEqualTo(3);
        stage.resume("command-2");
        assertThat(stage.begin(stage.items().get(0), 2, 1).string("do")).isEqualTo("pass");
        assertThat(stage.begin(stage.items().get(1), 2, 1).string("id")).isEqualTo(id(1, 1));
        assertThat(stage.begin(stage.items().get(2), 2, 1).string("id")).isEqualTo(id(2, 2));
    }

    @Test
    void theSummaryIsWrittenAgainWhereItWasNot() {
        // Given
        launched("continue");
        ends(0, 3);
        stage.files.faults.beforeNext(() -> stage.files.faults.beforeNext(() -> stage.files.faults.failNext(1)));
        assertThatThrownBy(() -> stage.finish(1)).isInstanceOf(Faults.FaultException.class);

        // When
        JsonObject outcome = stage.finish(1);

        // Then
        assertThat(outcome.string("type")).isEqualTo("SweepFailed");
        assertThat(index()).hasSize(4);
    }

    @Test
    void theOutcomeIsAnEventOfTheLanguage() {
        // Given
        launched("continue");
        ends(0, 3);
        JsonObject outcome = stage.finish(1);

        // When, Then
        assertThat(Language.event(
                        outcome.string("type"),
                        SweepStage.detail("x", stage.clock.instant())
                                .put("commandId", SweepStage.RUN)
                                .put("commandType", "LaunchSweep")
                                .putAll(outcome.object("fields"))
                                .build()))
                .isPresent();
    }
}
