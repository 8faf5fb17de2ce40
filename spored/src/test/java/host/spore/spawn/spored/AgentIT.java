package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The packaged agent, as a process, on a machine in a folder (SCENARIOS 12 and 13). Deadlines come near only once the
 * agent runs, so that a slow machine's starts are not taken for the agent's own time.
 */
@Execution(ExecutionMode.CONCURRENT)
class AgentIT {
    @TempDir
    Path folder;

    private FakeCloud cloud;
    private FakeMachine machine;

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        machine = new FakeMachine(folder, cloud);
    }

    @AfterEach
    void tearDown() {
        machine.close();
        cloud.close();
    }

    @Test
    void livesAndEnds() throws IOException {
        // Given
        Instant atStart = deadlineIn(3600);
        Process agent = startAndAwaitStarted();

        // When
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        awaitSaid("AgentStarted", "DeadlineWarning", "DeadlineReached");
        assertThat(cloud.said()).allSatisfy(said -> {
            assertThat(said.source())
                    .isEqualTo("spawn.agent/arn:aws:ec2:eu-west-1:123456789012:instance/" + FakeCloud.INSTANCE);
            assertThat(said.detail().string("correlationId")).isEqualTo("launch-1");
            assertThat(Language.event(said.type(), said.detail())).isPresent();
        });
        JsonObject started = cloud.said().get(0).detail();
        assertThat(started.string("deadline")).isEqualTo(atStart.toString());
        assertThat(started.string("bootId")).isEqualTo("boot-1");
        assertThat(started.bool("restarted", true)).isFalse();
        assertThat(started.integer("pid")).isEqualTo(agent.pid());
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0)).contains("spawn extend demo --by 1h");
        assertThat(cloud.signatures()).allMatch(s -> s.contains("/eu-west-1/events/aws4_request"));
    }

    @Test
    void powersOffUntilTheMachineIsGone() throws IOException {
        // Given
        Instant past = deadlineIn(-5);

        // When
        machine.start();
        machine.await("two attempts", () -> machine.powerOffs().size() >= 2);

        // Then
        assertThat(machine.powerOffs()).allMatch(at -> at.isAfter(past));
    }

    @Test
    void aHangingMetadataServiceHoldsOffNothing() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        Instant deadline = deadlineIn(8);
        awaitKnown(deadline);

        // When: credentials come from there too, so nothing can be published either
        cloud.metadataIs(FakeCloud.Mood.HANGS);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
    }

    @Test
    void aDrippingMetadataServiceHoldsOffNothing() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        Instant deadline = deadlineIn(8);
        awaitKnown(deadline);

        // When
        cloud.metadataIs(FakeCloud.Mood.DRIPS);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
    }

    @Test
    void aHangingBusHoldsOffNothing() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        cloud.busIs(FakeCloud.Mood.HANGS);

        // When
        Instant deadline = deadlineIn(6);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(cloud.said("DeadlineReached")).isEmpty();
    }

    @Test
    void aHangingWallHoldsOffNothing() throws IOException {
        // Given
        machine.wall("exec tail -f /dev/null");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        Instant deadline = deadlineIn(6);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        awaitSaid("AgentStarted", "DeadlineWarning", "DeadlineReached");
    }

    @Test
    void aDiskThatTakesNothingHoldsOffNothing() throws IOException {
        // Given: a file where the folder should be fails every write, for root too
        Files.createDirectories(folder.resolve("var/lib"));
        Files.writeString(folder.resolve("var/lib/spored"), "");
        Files.writeString(folder.resolve("run"), "");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        awaitSaid("AgentStarted", "DeadlineWarning", "DeadlineReached");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void killedAndRestartedItKnowsTheDeadlineAndDoesNotWarnTwice() throws IOException {
        // Given
        machine.config("warn_seconds: 18\n");
        deadlineIn(3600);
        Process first = startAndAwaitStarted();
        Instant deadline = deadlineIn(20);
        machine.await(
                "a warning",
                () -> !cloud.said("DeadlineWarning").isEmpty() && !warnings().isEmpty());

        // When: nothing but its own memory tells the second life
        first.destroyForcibly().onExit().join();
        cloud.removeTtl();
        machine.start();
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(warnings()).hasSize(1);
        // The report of it may have been sent again, when the kill fell between the bus's answer and the disk.
        assertThat(cloud.said("DeadlineWarning"))
                .extracting(FakeCloud.Said::id)
                .containsOnly(cloud.said("DeadlineWarning").get(0).id());
        assertThat(cloud.said("AgentStarted").get(0).detail().bool("restarted", true))
                .isFalse();
        machine.await(
                "the second start",
                () -> cloud.said("AgentStarted").stream()
                        .anyMatch(said -> said.detail().bool("restarted", false)));
        assertThat(cloud.said("AgentStarted").stream().map(FakeCloud.Said::id).distinct())
                .hasSize(2);
    }

    @Test
    void theLastKnownDeadlineHoldsWithNoMetadataServiceAtAll() throws IOException {
        // Given
        deadlineIn(3600);
        Process first = startAndAwaitStarted();
        Instant deadline = deadlineIn(15);
        awaitKnown(deadline);
        first.destroyForcibly().onExit().join();

        // When
        cloud.metadataIs(FakeCloud.Mood.FAILS);
        machine.start();
        awaitPowerOff();

        // Then
        assertInTime(deadline);
    }

    @Test
    void picksUpAnExtensionThoughEveryTokenWasRevoked() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        awaitKnown(deadlineIn(12));

        // When
        cloud.revokeTokens();
        Instant extended = deadlineIn(16);
        awaitPowerOff();

        // Then
        assertInTime(extended);
        assertThat(machine.walls()).anyMatch(line -> line.contains("has moved"));
        machine.await("the report", () -> !cloud.said("DeadlineReached").isEmpty());
        assertThat(cloud.said("DeadlineReached").get(0).detail().string("deadline"))
                .isEqualTo(extended.toString());
    }

    @Test
    void aLyingTagChangesNothing() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        Instant deadline = deadlineIn(15);
        awaitKnown(deadline);

        // When
        for (String lie : List.of("", "never", "9999-12-31T23:59:59Z", "2h", "<html>not found</html>")) {
            int before = cloud.tokensIssued();
            cloud.ttl(lie);
            cloud.revokeTokens();
            machine.await("the lie is read", () -> cloud.tokensIssued() > before);
        }
        awaitPowerOff();

        // Then
        assertInTime(deadline);
    }

    @Test
    void whatTheBusDidNotTakeIsSentInTheNextLife() throws IOException {
        // Given
        deadlineIn(3600);
        cloud.busIs(FakeCloud.Mood.FAILS);
        Process first = machine.start();
        machine.await("a spooled report", () -> spooled() == 1);
        first.destroyForcibly().onExit().join();

        // When
        cloud.busIs(FakeCloud.Mood.WELL);
        machine.start();
        machine.await("both starts", () -> cloud.said("AgentStarted").size() >= 2);

        // Then: in order, and gone from the disk
        assertThat(cloud.said("AgentStarted"))
                .extracting(said -> said.detail().bool("restarted", false))
                .containsExactly(false, true);
        machine.await("an empty spool", () -> spooled() == 0);
    }

    @Test
    void aRefusalInsideAnAnswerOf200IsSentAgainAndBlocksNothing() throws IOException {
        // Given
        deadlineIn(3600);
        cloud.refuse("AgentStarted");
        machine.start();
        machine.await("a refusal", () -> machine.journal().contains("InternalFailure: not now"));

        // When
        deadlineIn(12);
        machine.await("the warning", () -> !cloud.said("DeadlineWarning").isEmpty());
        cloud.refuse(null);
        machine.await("the start", () -> !cloud.said("AgentStarted").isEmpty());

        // Then
        assertThat(cloud.said().get(0).type()).isEqualTo("DeadlineWarning");
    }

    @Test
    void answersForItself() throws IOException {
        // Given
        deadlineIn(3600);
        startAndAwaitStarted();
        machine.await("a status", () -> Files.exists(folder.resolve("run/spored/status.json")));

        // When
        int status = machine.start("status", "--json").onExit().join().exitValue();
        int version = machine.start("version").onExit().join().exitValue();
        int misuse = machine.start("dance").onExit().join().exitValue();

        // Then
        assertThat(List.of(status, version, misuse)).containsExactly(0, 0, 2);
        assertThat(machine.journal())
                .contains("\"running\":true")
                .contains("\"authority\":\"tag\"")
                .contains("unknown command dance; usage: spored");
    }

    private Instant deadlineIn(int seconds) {
        Instant deadline = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        cloud.ttl(deadline);
        return deadline;
    }

    private Process startAndAwaitStarted() throws IOException {
        Process agent = machine.start();
        machine.await("AgentStarted", () -> !cloud.said("AgentStarted").isEmpty());
        return agent;
    }

    private void awaitKnown(Instant deadline) {
        Path memory = folder.resolve("var/lib/spored/memory.json");
        machine.await("the deadline is known", () -> {
            try {
                return Files.readString(memory).contains("\"" + deadline + "\"");
            } catch (IOException notYet) {
                // Being replaced, or not there yet: asked again in a moment.
                return false;
            }
        });
    }

    private void awaitSaid(String... types) {
        machine.await(
                "reports of " + List.of(types),
                () -> cloud.said().stream()
                        .map(FakeCloud.Said::type)
                        .collect(Collectors.toSet())
                        .equals(Set.of(types)));
    }

    private List<String> warnings() {
        return machine.walls().stream()
                .filter(line -> line.contains("this machine ends at"))
                .toList();
    }

    private void awaitPowerOff() {
        machine.await("power-off", () -> !machine.powerOffs().isEmpty());
    }

    private void assertInTime(Instant deadline) {
        assertThat(machine.powerOffs().get(0)).isBetween(deadline, deadline.plusSeconds(10));
    }

    private long spooled() {
        String[] files = folder.resolve("var/lib/spored/spool").toFile().list((d, name) -> name.endsWith(".json"));
        return files == null ? 0 : files.length;
    }
}
