package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spot notices, and a metadata service that makes it hard to hear them (SCENARIOS 13). */
@Execution(ExecutionMode.CONCURRENT)
class SpotIT extends OnAMachine {
    @Test
    void aSpotNoticeIsActedOnOnce() throws IOException {
        // Given
        machine.config("pre_stop: \"echo ran >> '" + folder + "/hook'\"\n");
        deadlineIn(3600);
        Process first = startAndAwaitStarted();
        Instant at = Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS);

        // When: noticed, withdrawn, noticed again, and the agent killed
        cloud.rebalance(at);
        cloud.spotNotice(at);
        machine.await("the hook", () -> !hooks().isEmpty());
        machine.await("the event", () -> !cloud.said("SpotInterrupted").isEmpty());
        cloud.withdrawSpotNotice();
        int looks = cloud.tokensIssued();
        cloud.revokeTokens();
        machine.await("it looked", () -> cloud.tokensIssued() > looks);
        first.destroyForcibly().onExit().join();
        cloud.spotNotice(at);
        machine.start();
        machine.await("the second start", () -> cloud.said("AgentStarted").size() > 1);
        int again = cloud.tokensIssued();
        cloud.revokeTokens();
        machine.await("it looked again", () -> cloud.tokensIssued() > again);

        // Then
        assertThat(hooks()).containsExactly("ran");
        assertOnce("SpotInterrupted");
        assertThat(cloud.said("SpotInterrupted").get(0).detail().string("interruptionAt"))
                .isEqualTo(at.toString());
        assertOnce("RebalanceRecommended");
        assertThat(machine.walls())
                .filteredOn(line -> line.contains("takes this machine back"))
                .hasSize(1);
        assertThat(folder.resolve("run/spored/spot-interruption")).content().contains("terminate");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "HANGS", "DRIPS", "REFUSES"})
    void aNoticeDuringTroubleIsHeardOnceThatIsOver(FakeCloud.Mood trouble) throws IOException {
        // Given
        machine.config("pre_stop: \"echo ran >> '" + folder + "/hook'\"\n");
        deadlineIn(3600);
        startAndAwaitStarted();
        cloud.metadataIs(trouble);
        machine.await("trouble", () -> machine.journal().contains("spot: java."));

        // When
        Instant at = Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS);
        cloud.spotNotice(at);
        cloud.metadataIs(FakeCloud.Mood.WELL);
        Instant well = Instant.now();
        Path mark = folder.resolve("run/spored/spot-interruption");
        machine.await("the mark", () -> Files.exists(mark));
        machine.await("the hook", () -> !hooks().isEmpty());
        machine.await("the event", () -> !cloud.said("SpotInterrupted").isEmpty());

        // Then: the pace of five seconds, one request of two that still hangs, and a slow machine
        assertThat(Duration.between(well, Files.getLastModifiedTime(mark).toInstant()))
                .isLessThan(Duration.ofSeconds(12));
        assertThat(hooks()).containsExactly("ran");
        assertOnce("SpotInterrupted");
    }

    @Test
    void aHookIsCutTenSecondsBeforeTheInterruption() throws IOException {
        // Given
        machine.config("pre_stop: \"echo $$ >> '" + folder + "/hook'; exec tail -f /dev/null\"\n");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        Instant at = Instant.now().plusSeconds(18).truncatedTo(ChronoUnit.SECONDS);
        cloud.spotNotice(at);
        machine.await("the hook", () -> !hooks().isEmpty());
        long hook = Long.parseLong(hooks().get(0));
        machine.await("its end", () -> ProcessHandle.of(hook).isEmpty());

        // Then
        assertThat(Instant.now()).isBetween(at.minusSeconds(11), at.minusSeconds(3));
        assertThat(machine.powerOffs()).isEmpty();
    }
}
