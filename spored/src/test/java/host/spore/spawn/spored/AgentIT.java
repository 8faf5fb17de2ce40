package host.spore.spawn.spored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The packaged agent, as a process, on a machine in a folder (SCENARIOS 12 and 13). Deadlines come near only once the
 * agent runs, so that a slow machine's starts are not taken for the agent's own time.
 */
@Execution(ExecutionMode.CONCURRENT)
class AgentIT extends OnAMachine {
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
        awaitSaid("AgentStarted", "AgentProblem", "DeadlineWarning", "DeadlineReached");
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
        // The first child has given up: one that outlived the agent could deliver it after all.
        machine.await("a refusal", () -> machine.journal().contains("publish: failed"));
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
    void aHookThatHangsIsCutWithAllItsChildren() throws IOException {
        // Given
        machine.config("pre_stop: \"echo $$ >> '" + folder + "/hook'; tail -f /dev/null & echo $! >> '" + folder
                + "/hook'; tail -f /dev/null\"\n"
                + "pre_stop_timeout: 4s\n");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        Instant deadline = deadlineIn(14);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(hooks()).hasSize(2);
        machine.await("all of it is gone", () -> hooks().stream().allMatch(pid -> isOver(Long.parseLong(pid))));
        machine.await("the problem", () -> machine.journal().contains("hook: the pre-stop hook was cut"));
    }

    @Test
    void idlenessWarnsAsksAndEndsWithActivity() throws IOException {
        // Given: time passes, and nothing else
        machine.config("idle_timeout: 10s\non_idle: hibernate\n");
        machine.counters(100, 1_000);
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        long[] idle = {1_000};
        machine.await("idle", () -> {
            tick(100, idle);
            return !cloud.said("InstanceIdle").isEmpty();
        });
        machine.await("active", () -> {
            tick(100_000, idle);
            return machine.walls().stream().anyMatch(line -> line.contains("in use again"));
        });

        // Then
        JsonObject said = cloud.said("InstanceIdle").get(0).detail();
        assertThat(said.string("action")).isEqualTo("hibernate");
        assertThat(said.integer("windowSeconds")).isEqualTo(10);
        assertThat(said.integer("attempt")).isEqualTo(1);
        assertThat(machine.walls()).anyMatch(line -> line.contains("nothing has happened here"));
        assertThat(cloud.said("AgentProblem")).isEmpty();
    }

    @Test
    void aWorkloadsExitIsReportedBehindItsResults() throws IOException {
        // Given
        machine.config("results_dir: /out\nresults_bucket: spawn-results\nresults_prefix: demo/1\n");
        Files.createDirectories(folder.resolve("out/deep"));
        Files.writeString(folder.resolve("out/deep/a b.txt"), "42");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        Files.createDirectories(folder.resolve("var/lib/spawn/exit"));
        Files.writeString(folder.resolve("var/lib/spawn/exit/workload"), "137 12\n");
        machine.await("the event", () -> !cloud.said("WorkloadExited").isEmpty());
        machine.await("consumed", () -> !Files.exists(folder.resolve("var/lib/spawn/exit/workload")));

        // Then
        JsonObject said = cloud.said("WorkloadExited").get(0).detail();
        assertThat(said.integer("exitCode")).isEqualTo(137);
        assertThat(said.integer("seconds")).isEqualTo(12);
        assertThat(said.string("results")).isEqualTo("s3://spawn-results/demo/1/" + FakeCloud.INSTANCE + "/");
        assertThat(cloud.object("/spawn-results/demo/1/" + FakeCloud.INSTANCE + "/deep/a b.txt"))
                .isEqualTo("42".getBytes(UTF_8));
        assertOnce("WorkloadExited");
    }

    private void tick(long busy, long[] idle) {
        try {
            machine.counters(busy + (busy > 1_000 ? idle[0] * 2 : 0), idle[0] += 10);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
