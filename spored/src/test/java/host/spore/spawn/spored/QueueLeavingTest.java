package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that are lost, workers that have to go, and what is left of one that is gone. */
@Execution(ExecutionMode.CONCURRENT)
class QueueLeavingTest extends OnAQueue {
    private String hanging(String id) {
        return job(id, "echo begun; tail -f /dev/null & echo $! > '" + folder + "/" + id + "'; wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken", "TaskTimedOutException"})
    void aStaleTaskIsDropped(String error) throws Exception {
        // Given
        queue(job("stale", "touch '" + folder + "/ran'") + "," + job("next", "true"));
        activity.take("stale", error);
        offer("stale");
        offer("next");

        // When
        start(1);
        answered("next");

        // Then
        assertThat(isMarked("ran")).isFalse();
        assertThat(activity.answer("stale")).isEmpty();
        assertThat(said("JobStarted", "stale")).isEmpty();
        assertThat(said("JobEnded", "stale")).isEmpty();
        assertThat(stored()).noneMatch(path -> path.startsWith("stale"));
    }

    @Test
    void aTaskThatIsGoneEndsItsJobWithinABeat() throws Exception {
        // Given
        queue(hanging("cancelled") + "," + job("next", "true"));
        offer("cancelled");
        start(1);
        long child = Long.parseLong(mark("cancelled"));

        // When
        activity.take("cancelled", "TaskTimedOut");
        long from = System.nanoTime();
        await("its end", () -> !said("JobEnded", "cancelled").isEmpty());
        offer("next");
        answered("next");

        // Then: it is one beat, of ten seconds, to which 15 are here two and a quarter
        assertThat(OnAMachine.isOver(child)).isTrue();
        assertThat(activity.answer("cancelled")).isEmpty();
        assertThat(cloud.requests().stream().filter(call -> call.startsWith("SendTask") && !call.endsWith("Heartbeat")))
                .containsExactly("SendTaskSuccess");
        assertThat(said("JobEnded", "cancelled").get(0).string("status")).isEqualTo("cancelled");
        assertThat(stored("cancelled/stdout.log")).isEqualTo("begun\n");
        assertThat(outcome("cancelled").string("status")).isEqualTo("cancelled");
        assertThat(System.nanoTime() - from).isLessThan(10_000_000_000L);
    }

    /** It was taken for lost, and another worker is done with it already. */
    @Test
    void whatIsGoneNeverTakesThePlaceOfWhatCounts() throws Exception {
        // Given
        queue(hanging("twice"));
        offer("twice");
        start(1);
        mark("twice");
        for (String file : List.of("outcome.json", "stdout.log", "stderr.log")) {
            cloud.object(STORED + "jobs/twice/" + file, "theirs".getBytes(StandardCharsets.UTF_8));
        }

        // When
        activity.take("twice", "TaskTimedOut");
        await("its end", () -> !said("JobEnded", "twice").isEmpty());

        // Then
        assertThat(stored("twice/outcome.json")).isEqualTo("theirs");
        assertThat(stored("twice/stdout.log")).isEqualTo("theirs");
        assertThat(stored("twice/try-1/stdout.log")).isEqualTo("begun\n");
        assertThat(stored("twice/try-1/outcome.json")).contains("cancelled");
    }

    @Test
    void aHeartbeatThatFailsForAnyOtherReasonEndsNothing() throws Exception {
        // Given
        queue(job("steady", "until [ -e '" + folder + "/go' ]; do sleep 0.05; done"));
        offer("steady");
        start(1);
        await("a beat", () -> !activity.beats("steady").isEmpty());
        int before = activity.beats("steady").size();

        // When
        cloud.faults().meets("SendTaskHeartbeat", 1, Faults.Fault.UNAVAILABLE);
        cloud.faults().meets("SendTaskHeartbeat", 1, Faults.Fault.THROTTLED);
        cloud.faults().meets("SendTaskHeartbeat", 1, Faults.Fault.LOST);
        cloud.faults().meets("SendTaskHeartbeat", 1, Faults.Fault.DENIED);
        await("it beats again", () -> activity.beats("steady").size() > before + 1);
        Files.createFile(folder.resolve("go"));

        // Then
        assertThat(answered("steady").error()).isEmpty();
    }

    @Test
    void aSpotNoticeLetsJobsRunUntilShortlyBeforeAndHandsThemBack() throws Exception {
        // Given
        queue(hanging("long") + ","
                + job("short", "echo $$ > '" + folder + "/short'; sleep 1") + ","
                + job("late", "true"));
        offer("long");
        offer("short");
        start(3);
        long child = Long.parseLong(mark("long"));
        mark("short");

        // When
        Instant at = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
        cloud.spotNotice(at);
        await("it is heard", () -> journal().contains("takes this spot instance back"));
        offer("late");

        // Then: the poll that was held already brings it, and it goes back at once
        assertThat(answered("late").error()).contains("Worker.Lost");
        assertThat(said("JobStarted", "late")).isEmpty();
        assertThat(answered("short").error()).isEmpty();
        assertThat(answered("long").error()).contains("Worker.Lost");
        assertThat(Instant.now()).isBetween(at.minusSeconds(1), at.plusSeconds(1));
        assertThat(answered("long").said().string("reason")).contains("spot instance back at " + at);
        assertThat(OnAMachine.isOver(child)).isTrue();
        assertThat(stored("long/stdout.log")).isEqualTo("begun\n");
        assertThat(outcome("long").string("status")).isEqualTo("lost");
        assertThat(said("JobEnded", "long").get(0).string("status")).isEqualTo("lost");
        int polls = activity.polls();
        offer("later");
        assertThat(activity.polling()).isZero();
        assertThat(activity.polls()).isEqualTo(polls);
        assertThat(hasEnded()).isFalse();
    }

    @Test
    void aJobThatWaitsForRoomIsNotKeptUntilASpotInstanceGoes() throws Exception {
        // Given
        queue(job("busy", "echo 1 > '" + folder + "/busy'; tail -f /dev/null", ",\"cpus\":1") + ","
                + job("wide", "true", ",\"cpus\":" + Runtime.getRuntime().availableProcessors()));
        offer("busy");
        start(2);
        mark("busy");
        offer("wide");
        await("it waits", () -> journal().contains("wide waits for room"));

        // When
        cloud.spotNotice(Instant.now().plusSeconds(120));

        // Then
        assertThat(answered("wide").error()).contains("Worker.Lost");
        assertThat(activity.answer("busy")).isEmpty();
    }

    @Test
    void anInstanceThatIsSparedTakesJobsAgain() throws Exception {
        // Given
        queue(job("next", "true"));
        start(1);
        await("it polls", () -> activity.polling() == 1);
        cloud.spotNotice(Instant.now().minusSeconds(120));
        await("it is heard", () -> journal().contains("takes this spot instance back"));

        await("no poll is held", () -> activity.polling() == 0);

        // When
        cloud.withdrawSpotNotice();
        offer("next");

        // Then
        assertThat(answered("next").error()).isEmpty();
        assertThat(journal()).contains("jobs are taken again");
    }

    @Test
    void aSignalHandsEverythingBackAtOnce() throws Exception {
        // Given: one runs, one waits for room
        queue(hanging("first") + ","
                + job("second", "true", ",\"cpus\":" + Runtime.getRuntime().availableProcessors()) + ","
                + job("busy", "echo 1 > '" + folder + "/busy'; tail -f /dev/null", ",\"cpus\":1"));
        offer("first");
        offer("busy");
        start(3);
        long child = Long.parseLong(mark("first"));
        mark("busy");
        offer("second");
        await("it waits", () -> journal().contains("second waits for room"));

        // When
        long from = System.nanoTime();
        tellToStop();

        // Then
        assertThat(System.nanoTime() - from).isLessThan(5_000_000_000L);
        for (String job : List.of("first", "second", "busy")) {
            assertThat(activity.answer(job)).isPresent();
            assertThat(answered(job).error()).contains("Worker.Lost");
            assertThat(answered(job).said().string("reason")).contains("told to stop");
            assertThat(said("JobEnded", job).get(0).string("status")).isEqualTo("lost");
        }
        assertThat(OnAMachine.isOver(child)).isTrue();
        assertThat(stored("first/stdout.log")).isEqualTo("begun\n");
        assertThat(said("JobStarted", "second")).isEmpty();
    }

    @Test
    void whatADeadWorkerLeftRunningEndsBeforeTheNextOneBegins() throws Exception {
        // Given
        queue(job("next", "true"));
        JobFolder left = JobFolder.create(folder.resolve("var/lib/spawn/worker"), "left");
        Path script = left.script(
                "command", "set -m; tail -f /dev/null & echo $! > '" + folder + "/led'; wait", java.util.Map.of());
        Process leader = leader(script, left);

        // When
        offer("next");
        start(1);
        answered("next");

        // Then
        await("the leader's end", () -> !leader.isAlive());
        assertThat(leader.exitValue()).isEqualTo(137);
        assertThat(OnAMachine.isOver(Long.parseLong(mark("led")))).isTrue();
        assertThat(left.path()).doesNotExist();
    }

    /** The number of a process is used again; a stranger that has it by now is left in peace. */
    @Test
    void aStrangerWithTheSameNumberIsLeftInPeace() throws Exception {
        // Given
        queue(job("next", "true"));
        JobFolder left = JobFolder.create(folder.resolve("var/lib/spawn/worker"), "left");
        Path script =
                left.script("command", "echo $$ > '" + folder + "/led'; exec tail -f /dev/null", java.util.Map.of());
        Process stranger = leader(script, left);
        Files.writeString(left.leader(), stranger.pid() + " 17");

        // When
        offer("next");
        start(1);
        answered("next");

        // Then
        assertThat(stranger.isAlive()).isTrue();
        Session.kill(stranger, new Journal(System.out));
    }

    private Process leader(Path script, JobFolder in) throws IOException {
        Process leader = new ProcessBuilder(Session.script(script))
                .directory(in.work().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(in.stdout().toFile())
                .start();
        mark("led");
        Files.writeString(
                in.leader(),
                leader.pid() + " "
                        + Session.Stat.of(Path.of("/proc/" + leader.pid()))
                                .orElseThrow()
                                .started());
        return leader;
    }
}
