package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowHandlerTest {
    private static final InstanceId INSTANCE = new InstanceId("i-0abcdef1234567890");
    private static final String ROW_0 = "lr-20261123-3f2a1b_1_0";

    private final SweepStage stage = new SweepStage();

    private void launched(Map<String, Json> settings) {
        stage.launch(SweepStage.RUN, SweepStage.FILE, settings);
    }

    private void ready() {
        launched(Map.of());
        stage.begin(0);
        stage.ready(ROW_0, INSTANCE);
    }

    @Test
    void aRowIsLaunchedByACommandOfItsOwn() {
        // Given
        launched(Map.of());

        // When
        JsonObject answer = stage.begin(0);

        // Then
        assertThat(answer.string("do")).isEqualTo("launch");
        assertThat(answer.string("id")).isEqualTo(ROW_0);
        assertThat(answer.integer("seconds")).isZero();
        JsonObject command = answer.object("input").object("command");
        assertThat(command.string("id")).isEqualTo(ROW_0);
        assertThat(command.string("correlationId")).isEqualTo(SweepStage.RUN);
        assertThat(command.object("environment").string("PARAM_lr")).isEqualTo("0.1");
        assertThat(answer.object("input").string("account")).isEqualTo("123456789012");
    }

    @Test
    void askedAgainItIsTheSameLaunch() {
        // Given
        launched(Map.of());
        JsonObject first = stage.begin(0);

        // When, Then
        stage.clock.advance(Duration.ofMinutes(1));
        assertThat(stage.begin(0)).isEqualTo(first);
    }

    @Test
    void launchesAreKeptApart() {
        // Given
        launched(Map.of("launchDelay", Json.of("10s")));

        // When, Then
        assertThat(List.of(
                        stage.begin(0).integer("seconds"),
                        stage.begin(1).integer("seconds"),
                        stage.begin(2).integer("seconds")))
                .containsExactly(0L, 11L, 21L);
    }

    @Test
    void aZoneTakesSoManyAndTheNextWaitsLongerEachTime() {
        // Given
        stage.launch(
                SweepStage.RUN,
                SweepStage.FILE.replace("\"ttl\"", "\"zone\": \"us-east-1a|us-east-1b\", \"ttl\""),
                Map.of("maxConcurrentPerZone", Json.of(1)));

        // When, Then
        assertThat(stage.begin(0).object("input").object("command").string("zone"))
                .isEqualTo("us-east-1a");
        assertThat(stage.begin(1).object("input").object("command").string("zone"))
                .isEqualTo("us-east-1b");
        assertThat(stage.begin(stage.items().get(2), 1, 1))
                .isEqualTo(JsonObject.parse("{\"do\":\"wait\",\"seconds\":15}"));
        assertThat(stage.begin(stage.items().get(2), 1, 999).integer("seconds")).isEqualTo(300);
        stage.ready(ROW_0, INSTANCE);
        stage.gone(INSTANCE, "user");
        stage.clock.advance(Looking.LATE_WORDS);
        assertThat(stage.look(0).string("do")).isEqualTo("over");
        assertThat(stage.begin(2).object("input").object("command").string("zone"))
                .isEqualTo("us-east-1a");
    }

    @Test
    void aRowWaitsWhileAsManyLiveAsMay() {
        // Given: a deployment that lets two live, and others have both places
        SweepStage small = new SweepStage(2);
        small.launch(SweepStage.RUN, SweepStage.FILE, Map.of("maxConcurrent", Json.of(2)));
        small.instances
                .put(Views.aRunning(new InstanceId("i-0abcdef1234567890")).build())
                .put(Views.aRunning(new InstanceId("i-0abcdef1234567891")).build());

        // When, Then
        assertThat(small.begin(0)).isEqualTo(JsonObject.parse("{\"do\":\"wait\",\"seconds\":15}"));
        assertThat(small.rows.read(SweepStage.SWEEP, 0)).isEmpty();
        small.instances.terminate(new InstanceId("i-0abcdef1234567891"));
        assertThat(small.begin(0).string("do")).isEqualTo("launch");
    }

    @Test
    void aRunThatWasCancelledOrStoppedBeginsNoRow() {
        // Given
        launched(Map.of());
        stage.sweeps.write(stage.sweep().marked(new Mark.Stopped("row 3 failed")));

        // When, Then
        assertThat(stage.begin(0)).isEqualTo(JsonObject.parse("{\"do\":\"pass\",\"why\":\"row 3 failed\"}"));
        assertThat(stage.rows.read(SweepStage.SWEEP, 0)).isEmpty();
    }

    @Test
    void anotherRunIsNoneOfItsBusiness() {
        // Given
        launched(Map.of());
        stage.resume("command-2");

        // When, Then
        assertThat(stage.begin(0).string("do")).isEqualTo("pass");
        assertThat(stage.begin(stage.items().get(0), 2, 1).string("id")).isEqualTo("lr-20261123-3f2a1b_2_0");
    }

    @Test
    void whatAnotherRunHasBegunIsWatchedAndNotLaunchedAgain() {
        // Given: a run that broke off while its row lives
        launched(Map.of());
        stage.begin(0);
        stage.resume("command-2");

        // When, Then
        assertThat(stage.begin(stage.items().get(0), 2, 1).string("id")).isEqualTo(ROW_0);
    }

    @Test
    void aRowHoldsItsPlaceWhileItsInstanceMayLive() {
        // Given
        ready();

        // When
        JsonObject sight = stage.look(0);

        // Then: a tenth of the two hours that are left
        assertThat(sight.string("do")).isEqualTo("hold");
        assertThat(sight.integer("seconds")).isEqualTo(732);
        assertThat(sight.string("item")).isEqualTo("row#00000");
        assertThat(stage.row(0).instance()).contains(INSTANCE);
        assertThat(sight.integer("version")).isEqualTo(stage.row(0).version());
    }

    @Test
    void itIsLookedAtBehindItsDeadlineAndNotOnlyThen() {
        // Given
        ready();
        stage.clock.advance(Duration.ofMinutes(115));

        // When, Then
        assertThat(stage.look(0).integer("seconds")).isEqualTo(420);
        stage.clock.advance(Duration.ofDays(1));
        assertThat(stage.look(0).integer("seconds")).isEqualTo(120);
    }

    @Test
    void itsInstanceIsEndedOnceItsCommandHasEnded() {
        // Given
        ready();
        stage.instanceRows.seed(INSTANCE, Map.of(Column.WORKLOAD_EXIT_CODE, "3"));

        // When
        stage.look(0);
        JsonObject sight = stage.look(0);

        // Then
        assertThat(sight.integer("seconds")).isEqualTo(120);
        assertThat(stage.bus.published).hasSize(2).allSatisfy(said -> {
            assertThat(said.type()).isEqualTo("TerminateInstance");
            assertThat(said.detail().string("target")).isEqualTo(INSTANCE.value());
            assertThat(said.detail().string("reason")).isEqualTo("its command ended with 3");
        });
        assertThat(stage.bus.published.get(0).detail().string("id"))
                .as("twice is once")
                .isEqualTo(stage.bus.published.get(1).detail().string("id"));
    }

    @Test
    void whoSaysWhatFollowsHasItFollow() {
        // Given
        stage.launch(SweepStage.RUN, SweepStage.FILE.replace("\"ttl\"", "\"on_complete\": \"stop\", \"ttl\""));
        stage.begin(0);
        stage.ready(ROW_0, INSTANCE);
        stage.instanceRows.seed(INSTANCE, Map.of(Column.WORKLOAD_EXIT_CODE, "0"));

        // When
        stage.look(0);

        // Then
        assertThat(stage.bus.published).isEmpty();
    }

    @Test
    void howItEndedIsKeptAsItsCommandTells() {
        // Given
        ready();
        stage.instanceRows.seed(INSTANCE, Map.of(Column.WORKLOAD_EXIT_CODE, "0", Column.WORKLOAD_RESULTS, "s3://b/k/"));
        stage.gone(INSTANCE, "spot");

        // When
        JsonObject sight = stage.look(0);

        // Then: done is done, whatever took the machine away then
        assertThat(sight.string("do")).isEqualTo("over");
        assertThat(stage.end(0).status()).isEqualTo(RowStatus.DONE);
        assertThat(stage.end(0).cause()).contains("spot");
        assertThat(stage.end(0).cost()).contains("0.0021");
        assertThat(stage.end(0).results()).contains("s3://b/k/");
        assertThat(stage.look(0).string("do")).isEqualTo("over");
    }

    @Test
    void lastWordsAreWaitedForAMoment() {
        // Given
        ready();
        stage.gone(INSTANCE, "user");

        // When, Then
        assertThat(stage.look(0).integer("seconds")).isEqualTo(30);
        stage.clock.advance(Looking.LATE_WORDS);
        assertThat(stage.look(0).string("do")).isEqualTo("over");
        assertThat(stage.end(0).status()).isEqualTo(RowStatus.FAILED);
        assertThat(stage.end(0).reason()).isEqualTo("gone before its work was done: ended by user");
    }

    @Test
    void aLaunchThatWasNoneIsARowThatFailed() {
        // Given
        launched(Map.of());
        stage.begin(0);
        stage.say(
                ROW_0,
                "LaunchRejected",
                JsonObject.builder()
                        .put("commandId", ROW_0)
                        .put("commandType", "LaunchInstance")
                        .put("name", "x")
                        .put("reason", "no such type"));

        // When, Then
        assertThat(stage.look(0).string("do")).isEqualTo("over");
        assertThat(stage.end(0).reason()).isEqualTo("its launch was refused: no such type");
    }

    /** The row that took a slot and was not written down finds another zone free when it is asked again. */
    @Test
    void aSlotThatWasTakenInVainIsGivenBack() {
        // Given: row 0 has the one slot of the first zone, so that row 1 takes that of the second, and fails
        stage.launch(
                SweepStage.RUN,
                SweepStage.FILE.replace("\"ttl\"", "\"zone\": \"us-east-1a|us-east-1b\", \"ttl\""),
                Map.of("maxConcurrentPerZone", Json.of(1)));
        stage.begin(0);
        stage.zones.faults.beforeNext(() -> stage.rows.faults.failNext(1));
        assertThatThrownBy(() -> stage.begin(1)).isInstanceOf(Faults.FaultException.class);

        // When
        stage.zones.free(SweepStage.SWEEP, "us-east-1a", 0);
        JsonObject begun = stage.begin(1);

        // Then
        assertThat(begun.object("input").object("command").string("zone")).isEqualTo("us-east-1a");
        assertThat(stage.zones.taken()).isEqualTo(1);
    }

    @Test
    void aLaunchThatIsOnItsWayIsWaitedFor() {
        // Given
        launched(Map.of());
        stage.begin(0);

        // When, Then
        assertThat(stage.look(0).integer("seconds")).isEqualTo(600);
    }

    @Test
    void whatNobodySaysIsSeenAtEc2InTheEnd() {
        // Given: the end was seen, and never said
        ready();
        stage.instanceRows.seed(
                INSTANCE, Map.of(Column.ENDING_SEEN_AT, stage.clock.instant().toString()));
        stage.look(0);

        // When, Then
        stage.clock.advance(Looking.UNSAID);
        assertThat(stage.look(0).string("do")).isEqualTo("hold");
        stage.clock.advance(Duration.ofSeconds(1));
        assertThat(stage.look(0).string("do")).isEqualTo("over");
        assertThat(stage.end(0).reason()).contains("EC2 knows it no more");
    }

    @Test
    void aPlaceIsNotGivenUpWhileEc2HasTheInstance() {
        // Given: the row says that it is ending, and EC2 that it runs
        ready();
        stage.instances.put(Views.aRunning(INSTANCE).build());
        stage.instanceRows.seed(
                INSTANCE, Map.of(Column.ENDING_SEEN_AT, stage.clock.instant().toString()));
        stage.look(0);

        // When, Then
        stage.clock.advance(Duration.ofDays(3));
        assertThat(stage.look(0).string("do")).isEqualTo("hold");
    }

    @Test
    void aCancelledRowEndsItsInstance() {
        // Given
        ready();
        stage.sweeps.write(stage.sweep().marked(new Mark.Cancelled("command-9", "asked for")));

        // When
        stage.look(0);
        stage.gone(INSTANCE, "command");
        stage.clock.advance(Looking.LATE_WORDS);
        stage.look(0);

        // Then
        assertThat(stage.bus.published)
                .singleElement()
                .satisfies(said -> assertThat(said.detail().string("reason")).isEqualTo("asked for"));
        assertThat(stage.end(0).status()).isEqualTo(RowStatus.CANCELLED);
    }

    @Test
    void aFailureStopsASweepThatSaysSo() {
        // Given
        launched(Map.of("onFailure", Json.of("stop")));
        stage.begin(0);
        stage.ready(ROW_0, INSTANCE);
        stage.instanceRows.seed(INSTANCE, Map.of(Column.WORKLOAD_EXIT_CODE, "3"));
        stage.gone(INSTANCE, "command");

        // When: the row's end is not written, the mark is
        stage.rows.faults.beforeNext(() -> stage.rows.faults.beforeNext(() -> stage.rows.faults.failNext(1)));
        assertThatThrownBy(() -> stage.look(0)).isInstanceOf(Faults.FaultException.class);

        // Then
        assertThat(stage.begin(1).string("do")).isEqualTo("pass");
        stage.look(0);
        assertThat(stage.end(0).status()).isEqualTo(RowStatus.FAILED);
        assertThat(stage.sweep().mark())
                .contains(new Mark.Stopped("row 0 (lr-20261123-3f2a1b-0) failed: its command ended with 3"));
    }

    @Test
    void whoHasReadBeforeSomethingWasHeardMayNotPark() {
        // Given
        ready();
        JsonObject sight = stage.look(0);

        // When: heard between the look and the park
        stage.hear("spawn.control", "InstanceEnded", stage.gone(INSTANCE, "user"));

        // Then
        assertThat(stage.park(sight, "token-1")).isFalse();
        assertThat(stage.park(stage.look(0), "token-2")).isTrue();
    }
}
