package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrepareHandlerTest {
    private final SweepStage stage = new SweepStage();

    @Test
    void theRowsLieWhereTheMapReadsThem() {
        // When
        JsonObject answer = stage.launch(SweepStage.RUN, SweepStage.FILE, Map.of("maxConcurrent", Json.of(3)));

        // Then
        assertThat(answer.string("result")).isEqualTo("ready");
        assertThat(answer.integer("rows")).isEqualTo(4);
        assertThat(answer.integer("maxConcurrent")).isEqualTo(3);
        assertThat(answer.string("key")).isEqualTo("sweeps/lr-20261123-3f2a1b/rows.json");
        assertThat(stage.items()).hasSize(4);
        assertThat(stage.items().get(3).integer("index")).isEqualTo(3);
        assertThat(stage.items().get(3).object("launch").string("name")).isEqualTo("lr-20261123-3f2a1b-3");
        assertThat(stage.sweep().status()).isEqualTo(SweepStatus.RUNNING);
    }

    @Test
    void aTableInTheInboxIsASweepOfItsOwnName() {
        // Given
        stage.inbox.put(
                "inbox/Seeds.csv", "instance_type,ttl,command,seed\nt3.micro,1h,./fit,1\nt3.micro,1h,./fit,2\n");

        // When
        JsonObject answer = stage.launchFromInbox("command-1", "inbox/Seeds.csv");

        // Then
        assertThat(answer.string("result")).as(answer.toString()).isEqualTo("ready");
        assertThat(answer.string("sweepId")).matches("seeds-20261123-[0-9a-f]{6}");
        assertThat(answer.integer("rows")).isEqualTo(2);

        // Then: and what is wrong with a table, or with there being none, is told
        stage.inbox.put("inbox/bad.csv", "instance_type,seed\nt3.micro\n");
        assertThat(stage.launchFromInbox("command-2", "inbox/bad.csv").string("reason"))
                .contains("line 2");
        stage.inbox.put("inbox/bad.json", "{\"params\": [");
        assertThat(stage.launchFromInbox("command-3", "inbox/bad.json").string("reason"))
                .startsWith("inbox/bad.json: ");
        assertThat(stage.launchFromInbox("command-4", "inbox/none.yaml").string("reason"))
                .startsWith("inbox/none.yaml: there is no such file");
    }

    @Test
    void noMorePlacesThanRows() {
        assertThat(stage.launch(SweepStage.RUN, SweepStage.FILE).integer("maxConcurrent"))
                .isEqualTo(4);
    }

    @Test
    void askedAgainItAnswersTheSame() {
        // Given: the item is written, the rows are not
        stage.files.faults.failNext(1);
        assertThatThrownBy(() -> stage.launch(SweepStage.RUN, SweepStage.FILE))
                .isInstanceOf(Faults.FaultException.class);

        // When
        JsonObject first = stage.launch(SweepStage.RUN, SweepStage.FILE);

        // Then
        assertThat(first.string("result")).isEqualTo("ready");
        assertThat(stage.launch(SweepStage.RUN, SweepStage.FILE)).isEqualTo(first);
    }

    @Test
    void anIdThatIsTakenIsRefusedAndItsRowsAreLeftAlone() {
        // Given
        stage.launch(SweepStage.RUN, SweepStage.FILE);
        String before = stage.files.texts.toString();

        // When
        JsonObject answer = stage.launch("command-2", "{\"params\": [{\"instance_type\": \"t3.micro\"}]}");

        // Then
        assertThat(answer.string("result")).isEqualTo("refused");
        assertThat(answer.string("reason")).startsWith("sweep lr-20261123-3f2a1b is there already");
        assertThat(stage.files.texts).hasToString(before);
    }

    @Test
    void whatIsWrongIsToldWithItsPlaces() {
        assertThat(stage.launch(SweepStage.RUN, "{\"params\": [{\"ttl_hours\": 2, \"instance_type\": \"x\"}]}")
                        .string("reason"))
                .contains("/params/0/ttl_hours: did you mean \"ttl\"?", "/params/0/instance_type: \"x\"");
        assertThat(stage.launch(SweepStage.RUN, "no json").string("reason")).startsWith("sweep.json: ");
        assertThat(stage.sweeps.read(SweepStage.SWEEP)).isEmpty();
    }

    @Test
    void moreThanMayLiveIsRefusedBeforeAnythingBegins() {
        assertThat(stage.launch(SweepStage.RUN, SweepStage.FILE, Map.of("maxConcurrent", Json.of(5_001)))
                        .string("reason"))
                .isEqualTo("--max-concurrent 5001: 5000 instances may live in this deployment; give less, or raise"
                        + " maxInstances and deploy again");
    }

    @Test
    void rowsThatAreCountedByZoneNameZones() {
        assertThat(stage.launch(SweepStage.RUN, SweepStage.FILE, Map.of("maxConcurrentPerZone", Json.of(1)))
                        .string("reason"))
                .startsWith("row 0: --max-concurrent-per-zone needs to know the zones");
    }

    @Test
    void whatIsNotRunningIsResumedByAnotherCommandAsAnotherRun() {
        // Given
        stage.launch(SweepStage.RUN, SweepStage.FILE);
        stage.flows.running.add(SweepStage.RUN);

        // When, Then
        assertThat(stage.resume("command-2").string("reason")).contains("runs already (run 1");
        stage.flows.running.clear();
        JsonObject answer = stage.resume("command-2");
        assertThat(answer.string("result")).isEqualTo("ready");
        assertThat(answer.integer("run")).isEqualTo(2);
        assertThat(stage.resume("command-2")).isEqualTo(answer);
        assertThat(stage.sweep().commandType()).isEqualTo("ResumeSweep");
    }

    @Test
    void whatNeverWasIsNotResumed() {
        assertThat(stage.resume("command-2").string("reason")).startsWith("there is no sweep lr-20261123-3f2a1b");
    }

    @Test
    void whatIsDoneIsNotResumed() {
        // Given
        stage.launch(SweepStage.RUN, SweepStage.FILE);
        stage.sweeps.write(stage.sweep().ended(SweepStatus.COMPLETED, "done", stage.clock.instant()));

        // When, Then
        assertThat(stage.resume("command-2").string("reason")).contains("every row", "is done");
    }
}
