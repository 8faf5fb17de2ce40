package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged worker of a queue, on the VM that it has on an instance. */
@Execution(ExecutionMode.CONCURRENT)
class QueueWorkerIT extends OnAMachine {
    private static final String AWKWARD = "it's \"q\" $HOME `id` \\ \t ü 漢 🜁\n  second line";

    private FakeActivity activity;

    @BeforeEach
    void configure() throws IOException {
        machine.config("worker_queue: train\nworker_run: run-1\nworker_activity: " + FakeActivity.ARN
                + "\nworker_slots: 4\nworker_bucket: spawn-results\n");
        Files.createDirectories(folder.resolve("tmp"));
        activity = cloud.activity();
        cloud.metadata("/latest/meta-data/instance-life-cycle", "spot");
    }

    /** No character set of the machine's language gets in between. */
    @Test
    void everyByteOfACommandAndOfANameOfAFileIsKeptOnAMachineThatSpeaksAscii() throws IOException {
        // Given
        machine.environment("LC_ALL", "C");
        queue(OnAQueue.job(
                "bytes",
                "printf %s \"$GIVEN\"; printf %s '" + AWKWARD.replace("'", "'\\''") + "' >&2; echo 1 > 'ü 漢.csv'; "
                        + "echo \"$LC_ALL ${MALLOC_ARENA_MAX-none} ${SPAWN_LC_ALL-none}\" > language.csv",
                ",\"env\":{\"GIVEN\":" + Json.of(AWKWARD) + "},\"resultPaths\":[\"*.csv\"]"));
        offer("bytes");

        // When
        machine.start("worker");

        // Then
        assertThat(answered("bytes").error()).isEmpty();
        assertThat(stored("bytes/stdout.log")).isEqualTo(AWKWARD);
        assertThat(stored("bytes/stderr.log")).isEqualTo(AWKWARD);
        assertThat(stored("bytes/results/ü 漢.csv")).isEqualTo("1\n");
        assertThat(stored("bytes/results/language.csv")).isEqualTo("C none none\n");
    }

    @Test
    void aSignalHandsItsJobBackWithinSeconds() throws Exception {
        // Given
        queue(OnAQueue.job("long", "echo $$; exec tail -f /dev/null"));
        offer("long");
        Process worker = machine.start("worker");
        long job = Long.parseLong(mark("long"));

        // When
        Instant from = Instant.now();
        worker.destroy();
        int code = worker.onExit().join().exitValue();

        // Then
        assertThat(code).isEqualTo(143);
        assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(answered("long").error()).contains("Worker.Lost");
        assertThat(stored("long/stdout.log")).isEqualTo(job + "\n");
        assertThat(isOver(job)).isTrue();
    }

    @Test
    void whatItLeftWhenItWasKilledIsEndedByTheNextOne() throws Exception {
        // Given
        queue(OnAQueue.job("long", "echo $$; exec tail -f /dev/null") + "," + OnAQueue.job("next", "true"));
        offer("long");
        Process worker = machine.start("worker");
        long job = Long.parseLong(mark("long"));
        worker.destroyForcibly().onExit().join();
        assertThat(isOver(job)).isFalse();

        // When
        offer("next");
        machine.start("worker");

        // Then: the dead one's poll may be there yet, and take the first
        machine.await("the next job", () -> {
            if (activity.answer("next").isEmpty()
                    && activity.waiting() == 0
                    && activity.beats("next").isEmpty()) {
                offer("next");
            }
            return activity.answer("next").isPresent();
        });
        assertThat(isOver(job)).isTrue();
        assertThat(activity.answer("long")).isEmpty();
    }

    @Test
    void runsAHundredJobsInLittleTimeAndMemoryAndEndsWithTheRun() throws Exception {
        // Given
        StringBuilder jobs = new StringBuilder(OnAQueue.job("j0", "true"));
        for (int i = 1; i < 100; i++) {
            jobs.append(',').append(OnAQueue.job("j" + i, "true"));
        }
        queue(jobs.toString());
        for (int i = 0; i < 100; i++) {
            offer("j" + i);
        }

        // When
        Process worker = machine.start("worker");
        machine.await("the first", () -> activity.answered() > 0);
        Instant from = Instant.now();
        machine.await("all of them", () -> activity.answered() == 100);
        Duration took = Duration.between(from, Instant.now());
        long kilobytes = resident(worker);
        cloud.object("/spawn-results/queues/train/runs/run-1/summary.json", "{}".getBytes(StandardCharsets.UTF_8));
        int code = worker.onExit().join().exitValue();

        // Then
        System.out.println("100 jobs on 4 slots: " + took.toMillis() + " ms, " + kilobytes + " kB resident");
        assertThat(code).isZero();
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(kilobytes).isLessThan(80_000);
        assertThat(folder.resolve("tmp/SPAWN_COMPLETE")).content().contains("success");
    }

    @Test
    void saysWhichKeysAreMissing() throws IOException {
        // Given
        machine.config("worker_activity: " + FakeActivity.ARN + "\n");

        // When
        int code = machine.start("worker").onExit().join().exitValue();

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(machine.journal()).contains("worker_queue, worker_run, worker_bucket");
    }

    private void queue(String jobs) {
        cloud.object(
                "/spawn-results/queues/train/runs/run-1/queue.json",
                ("{\"queueId\":\"train\",\"runId\":\"run-1\",\"bucket\":\"spawn-results\",\"prefix\":"
                                + "\"queues/train/runs/run-1/\",\"jobs\":{" + jobs + "}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void offer(String job) {
        activity.offer(job, "{\"run\":\"run-1\",\"job\":\"" + job + "\",\"attempt\":0}");
    }

    private FakeActivity.Answered answered(String job) {
        machine.await("the answer of " + job, () -> activity.answer(job).isPresent());
        return activity.answer(job).orElseThrow();
    }

    private String stored(String path) {
        byte[] object = cloud.object("/spawn-results/queues/train/runs/run-1/jobs/" + path);
        return object == null ? "(none)" : new String(object, StandardCharsets.UTF_8);
    }

    /** The number that a job has written, as the journal has it. */
    private String mark(String job) {
        machine.await("the mark of " + job, () -> find(job).isPresent());
        return find(job).orElseThrow();
    }

    private Optional<String> find(String job) {
        String start = job + " out: ";
        return machine.journal()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    private static long resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0L);
    }
}
