package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A worker of a queue in this process, quicker than it is on an instance, with a cloud around it. */
abstract class OnAQueue {
    static final String RUN = "run-1";
    static final String PREFIX = "queues/train/runs/" + RUN + "/";
    static final String STORED = "/spawn-results/" + PREFIX;

    /** A beat is 150 ms, for 10 s. */
    static final Pace QUICK = new Pace(
            Duration.ofMillis(150),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            new Patience(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(700)),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(300));

    @TempDir
    Path folder;

    FakeCloud cloud;
    FakeActivity activity;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger code = new AtomicInteger(-1);
    private @Nullable QueueWorker worker;
    private @Nullable Thread thread;

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        activity = cloud.activity();
        cloud.metadata("/latest/meta-data/instance-life-cycle", "spot");
        Files.createDirectories(folder.resolve("etc/spored"));
        Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("proc"));
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        if (worker != null) {
            worker.leave();
        }
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        cloud.close();
    }

    /** {@code queue.json} with these jobs, and what else stands in it. */
    void queue(String jobs, String... more) {
        cloud.object(
                STORED + "queue.json",
                ("{\"queueId\":\"train\",\"runId\":\"" + RUN + "\",\"bucket\":\"spawn-results\",\"prefix\":\"" + PREFIX
                                + "\",\"jobs\":{" + jobs + "}" + String.join("", more) + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** One job of a queue. */
    static String job(String id, String command, String... more) {
        return "\"" + id + "\":{\"command\":" + host.spore.spawn.events.json.Json.of(command)
                + (String.join("", more).contains("timeoutSeconds") ? "" : ",\"timeoutSeconds\":60")
                + String.join("", more) + "}";
    }

    /** Its task's token is its name. */
    void offer(String job) {
        activity.offer(job, "{\"run\":\"" + RUN + "\",\"job\":\"" + job + "\",\"attempt\":0}");
    }

    void offer(String job, int index, int attempt) {
        activity.offer(
                job + index,
                "{\"run\":\"" + RUN + "\",\"job\":\"" + job + "\",\"index\":" + index + ",\"attempt\":" + attempt
                        + "}");
    }

    void start(int slots) throws IOException, InterruptedException {
        start(slots, QUICK);
    }

    void start(int slots, Pace pace) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("etc/spored/config.yaml"),
                "worker_queue: train\nworker_run: " + RUN + "\nworker_activity: " + FakeActivity.ARN
                        + "\nworker_bucket: spawn-results\nworker_slots: " + slots + "\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", cloud.url());
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", cloud.url());
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Root root = Root.of(folder.toString());
        Journal journal = new Journal(print);
        journal.start();
        WorkerCommand command = new WorkerCommand(root, environment, pace, print, print);
        Config config = Config.read(root.config());
        QueueWorker made = command.queueWorker(config, journal);
        worker = made;
        thread = Threads.daemon("worker", () -> code.set(command.run(made, config)));
    }

    /** As a signal would. */
    void tellToStop() {
        Objects.requireNonNull(worker).leave();
    }

    void endRun() {
        cloud.object(STORED + "summary.json", "{}".getBytes(StandardCharsets.UTF_8));
    }

    int awaitEnd() {
        await("the worker's end", () -> code.get() >= 0);
        return code.get();
    }

    boolean hasEnded() {
        return code.get() >= 0;
    }

    FakeActivity.Answered answered(String token) {
        await("the answer of " + token, () -> activity.answer(token).isPresent());
        return activity.answer(token).orElseThrow();
    }

    /** Runs it, and waits for its answer. */
    FakeActivity.Answered run(String job) throws IOException, InterruptedException {
        offer(job);
        start(1);
        return answered(job);
    }

    String stored(String path) {
        byte[] object = cloud.object(STORED + "jobs/" + path);
        return object == null ? "(none)" : new String(object, StandardCharsets.UTF_8);
    }

    /** Below the folder of all jobs. */
    List<String> stored() {
        String jobs = STORED + "jobs/";
        return cloud.objects().stream()
                .filter(path -> path.startsWith(jobs))
                .map(path -> path.substring(jobs.length()))
                .toList();
    }

    JsonObject outcome(String job) {
        return JsonObject.parse(stored(job + "/outcome.json"));
    }

    List<JsonObject> said(String type, String job) {
        return cloud.said(type).stream()
                .map(FakeCloud.Said::detail)
                .filter(detail -> detail.string("jobId").equals(job))
                .toList();
    }

    String journal() {
        return out.toString(StandardCharsets.UTF_8);
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(20), condition, () -> "journal:\n" + journal());
    }

    /** A file that a job writes, once it is there and whole. */
    String mark(String name) {
        Path file = folder.resolve(name);
        await(name, () -> read(file).endsWith("\n"));
        return read(file).strip();
    }

    boolean isMarked(String name) {
        return Files.exists(folder.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
