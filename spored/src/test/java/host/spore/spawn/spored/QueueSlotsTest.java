package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How many at a time, what fits, what has been done before, and the hooks around all of it. */
@Execution(ExecutionMode.CONCURRENT)
class QueueSlotsTest extends OnAQueue {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    /** Says that it has begun, and ends when it is told to. */
    private String waiting(String id, String... more) {
        return job(
                id,
                "echo $$ > '" + folder + "/" + id + "'; until [ -e '" + folder + "/end-" + id
                        + "' ]; do sleep 0.05; done",
                more);
    }

    private void end(String id) throws Exception {
        Files.createFile(folder.resolve("end-" + id));
    }

    @Test
    void asksOnlyWhileASlotIsFree() throws Exception {
        // Given
        queue(waiting("one") + "," + waiting("two") + "," + waiting("three"));
        List.of("one", "two", "three").forEach(this::offer);

        // When
        start(2);
        mark("one");
        mark("two");
        await("beats", () -> activity.beats("one").size() > 2);

        // Then
        assertThat(activity.waiting()).isEqualTo(1);
        assertThat(activity.polling()).isZero();
        end("two");
        mark("three");
        end("one");
        end("three");
        assertThat(answered("one").error()).isEmpty();
        assertThat(answered("three").error()).isEmpty();
    }

    @Test
    void beatsWhileItRunsAndWhileItStores() throws Exception {
        // Given
        queue(waiting("long"));
        offer("long");
        start(1);
        mark("long");
        await("beats while it runs", () -> activity.beats("long").size() >= 3);

        // When
        cloud.faults().meets("PUT outcome.json", 25, Faults.Fault.UNAVAILABLE);
        int before = activity.beats("long").size();
        end("long");
        answered("long");

        // Then
        assertThat(activity.beats("long")).hasSizeGreaterThan(before + 1);
    }

    @Test
    void aJobThatDoesNotFitNowWaitsAndBeatsAndNothingElseIsTaken() throws Exception {
        // Given
        queue(waiting("busy", ",\"cpus\":1") + "," + waiting("wide", ",\"cpus\":" + CPUS) + "," + job("small", "true"));
        offer("busy");
        start(4);
        mark("busy");

        // When
        offer("wide");
        await("it waits and beats", () -> activity.beats("wide").size() > 2);
        offer("small");

        // Then
        assertThat(isMarked("wide")).isFalse();
        assertThat(said("JobStarted", "wide")).isEmpty();
        assertThat(activity.waiting()).isEqualTo(1);
        end("busy");
        mark("wide");
        end("wide");
        assertThat(answered("wide").error()).isEmpty();
        assertThat(answered("small").error()).isEmpty();
    }

    @Test
    void oneThatWaitsAndIsCancelledLeavesTheRoomToOthers() throws Exception {
        // Given
        queue(waiting("busy", ",\"cpus\":1") + "," + waiting("wide", ",\"cpus\":" + CPUS) + "," + job("small", "true"));
        offer("busy");
        start(4);
        mark("busy");
        offer("wide");
        await("it waits", () -> journal().contains("wide waits for room"));

        // When
        activity.take("wide", "TaskTimedOut");
        offer("small");

        // Then
        assertThat(answered("small").error()).isEmpty();
        assertThat(isMarked("wide")).isFalse();
        await("its end", () -> !said("JobEnded", "wide").isEmpty());
        assertThat(said("JobEnded", "wide").get(0).string("status")).isEqualTo("cancelled");
        end("busy");
    }

    @Test
    void aJobThatCanNeverFitFailsWithBothNumbers() throws Exception {
        // Given
        Files.writeString(folder.resolve("proc/meminfo"), "MemFree: 1 kB\nMemTotal:       1024000 kB\n");
        queue(job("wide", "true", ",\"cpus\":1024") + "," + job("heavy", "true", ",\"memoryMb\":901") + ","
                + job("fits", "true", ",\"memoryMb\":900"));
        List.of("wide", "heavy", "fits").forEach(this::offer);

        // When
        start(1);

        // Then
        assertThat(answered("wide").error()).contains("Job.DoesNotFit");
        assertThat(answered("wide").said().string("reason"))
                .isEqualTo("wants 1024 processors, this worker has " + CPUS);
        assertThat(answered("heavy").error()).contains("Job.DoesNotFit");
        assertThat(answered("heavy").said().string("reason")).isEqualTo("wants 901 MB of memory, this worker has 900");
        assertThat(outcome("heavy").string("status")).isEqualTo("failed");
        assertThat(answered("fits").error()).isEmpty();
    }

    @Test
    void whatAnEarlierRunHasDoneIsPassedOver() throws Exception {
        // Given
        queue(job("done", "touch '" + folder + "/ran'", ",\"done\":true,\"results\":\"s3://spawn-results/old/done/\"")
                + "," + job("fit", "touch '" + folder + "'/ran$JOB_ARRAY_INDEX", ",\"array\":2,\"done\":{\"0\":true}"));
        offer("done");
        offer("fit", 0, 0);
        offer("fit", 1, 0);

        // When
        start(1);

        // Then
        FakeActivity.Answered done = answered("done");
        assertThat(done.error()).isEmpty();
        assertThat(done.said().bool("passedOver", false)).isTrue();
        assertThat(done.said().string("results")).isEqualTo("s3://spawn-results/old/done/");
        assertThat(answered("fit0").said().bool("passedOver", false)).isTrue();
        assertThat(answered("fit1").said().bool("passedOver", false)).isFalse();
        assertThat(isMarked("ran")).isFalse();
        assertThat(isMarked("ran0")).isFalse();
        assertThat(isMarked("ran1")).isTrue();
        assertThat(said("JobStarted", "done")).isEmpty();
    }

    @Test
    void theQueuesHooksRunOnceAroundAllJobs() throws Exception {
        // Given
        String note = " >> '" + folder + "/order'";
        queue(
                job("one", "echo one" + note) + "," + job("two", "echo two" + note),
                ",\"hooks\":{\"pre\":\"echo pre $QUEUE_ID $SPAWN_RUN_ID" + note + "\",\"post\":\"echo post" + note
                        + "\"}");
        offer("one");
        offer("two");

        // When
        start(1);
        answered("one");
        answered("two");
        endRun();
        awaitEnd();

        // Then
        assertThat(Files.readAllLines(folder.resolve("order")))
                .containsExactly("pre train " + RUN, "one", "two", "post");
    }

    @Test
    void aFailingHookBeforeTheQueueFailsEveryJobWithItsReason() throws Exception {
        // Given
        queue(
                job("one", "touch '" + folder + "/ran'") + "," + job("two", "true") + ","
                        + job("old", "true", ",\"done\":true"),
                ",\"hooks\":{\"pre\":\"echo no disk >&2; exit 4\",\"post\":\"echo post > '" + folder + "/post'\"}");
        List.of("one", "two", "old").forEach(this::offer);

        // When
        start(1);

        // Then
        assertThat(answered("one").error()).contains("Job.HookFailed");
        assertThat(answered("one").said().string("reason"))
                .isEqualTo("the queue's pre hook on this worker ended with 4");
        assertThat(answered("two").error()).contains("Job.HookFailed");
        assertThat(answered("old").error()).isEmpty();
        assertThat(isMarked("ran")).isFalse();
        assertThat(outcome("one").string("status")).isEqualTo("failed");
        assertThat(stored("one/stderr.log")).isEqualTo("no disk\n");
        endRun();
        awaitEnd();
        assertThat(mark("post")).isEqualTo("post");
    }

    @Test
    void aHookAfterTheQueueThatHangsIsCut() throws Exception {
        // Given
        queue(job("one", "true"), ",\"hooks\":{\"post\":\"echo $$ > '" + folder + "/post'; tail -f /dev/null\"}");
        run("one");

        // When
        endRun();

        // Then
        assertThat(awaitEnd()).isZero();
        assertThat(OnAMachine.isOver(Long.parseLong(mark("post")))).isTrue();
        assertThat(journal()).contains("the queue's post hook was killed after 1 s");
    }
}
