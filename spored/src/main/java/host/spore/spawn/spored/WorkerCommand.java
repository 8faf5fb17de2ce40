package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code spored worker}: by its configuration a worker of a batch queue, or one of a folder of jobs. */
final class WorkerCommand {
    private static final List<Key> NEEDED =
            List.of(Key.WORKER_QUEUE, Key.WORKER_RUN, Key.WORKER_ACTIVITY, Key.WORKER_BUCKET);

    private static final String JOBS = "/var/lib/spawn/worker";

    private final Root root;
    private final Map<String, String> environment;
    private final Pace pace;
    private final PrintStream out;
    private final PrintStream err;

    WorkerCommand(Root root, Map<String, String> environment, Pace pace, PrintStream out, PrintStream err) {
        this.root = root;
        this.environment = environment;
        this.pace = pace;
        this.out = out;
        this.err = err;
    }

    int run() throws InterruptedException {
        Config config = Config.read(root.config());
        Journal journal = new Journal(out);
        config.problems().forEach(journal::say);
        if (config.value(Key.WORKER_ACTIVITY).isPresent()) {
            return ofQueue(config, journal);
        }
        Optional<String> folder = config.value(Key.WORKER_JOBS);
        if (folder.isEmpty()) {
            err.println("spored: no jobs to work on: config.yaml has no worker_jobs, the folder they come to, and no"
                    + " worker_activity, whose tasks they are");
            return 2;
        }
        new Worker(new FolderJobs(root.file(folder.get())), journal).run();
        return 0;
    }

    private int ofQueue(Config config, Journal journal) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Key key : NEEDED) {
            if (config.value(key).isEmpty()) {
                missing.add(key.key());
            }
        }
        if (!missing.isEmpty()) {
            err.println("spored: a worker of a queue needs in config.yaml as well: " + String.join(", ", missing));
            return 2;
        }
        journal.start();
        // A heartbeat every ten seconds: by default Java would give each a connection, and a TLS handshake, of its own.
        System.setProperty("http.keepAlive.time.server", "60");
        System.setProperty("http.maxConnections", "8");
        QueueWorker worker = queueWorker(config, journal);
        Runtime.getRuntime().addShutdownHook(new Thread(worker::leave, "leave"));
        return run(worker, config);
    }

    /** To the end of the queue's run, which the agent is then told of. */
    int run(QueueWorker worker, Config config) throws InterruptedException {
        worker.run();
        JsonObject done = JsonObject.builder()
                .put("status", "success")
                .put("message", "the run " + value(config, Key.WORKER_RUN) + " is over")
                .build();
        return CompleteCommand.run(HostSensor.completionFile(root, config), done, out, err);
    }

    QueueWorker queueWorker(Config config, Journal journal) throws InterruptedException {
        Identity me = identity(journal);
        String queueId = value(config, Key.WORKER_QUEUE);
        String runId = value(config, Key.WORKER_RUN);
        SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        Optional<String> endpoint =
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        Aws aws = new Aws(new Role(metadata(), clock), new Endpoints(endpoint, me.region(), me.domain()), clock);
        Bucket bucket = new Bucket(aws, value(config, Key.WORKER_BUCKET));
        Slots slots = Slots.of(Math.toIntExact(config.number(Key.WORKER_SLOTS, 1)), Size.of(root));
        Workshop shop = new Workshop(
                new ActivityTasks(
                        aws, value(config, Key.WORKER_ACTIVITY), me.instance().value()),
                aws,
                new Bus(aws, config.bus(), pace.calls(), journal),
                new JobEvents(me, queueId, config.correlationId().orElse(runId)),
                new QueueTexts(bucket, queueId, pace.calls().within(Duration.ofSeconds(20))),
                new Room(slots),
                new Tail(pace.tail(), journal),
                new FileUpload(aws),
                root.file(JOBS),
                me.instance().value(),
                pace,
                clock,
                journal);
        return new QueueWorker(
                shop,
                queueId,
                runId,
                bucket,
                listener -> new SpotLook(metadata(), clock, pace.spot(), journal, listener));
    }

    private Identity identity(Journal journal) throws InterruptedException {
        MetadataService metadata = metadata();
        for (int tries = 0; ; tries++) {
            try {
                return Identity.read(metadata);
            } catch (IOException | IllegalArgumentException silent) {
                journal.say("worker: who this instance is cannot be read: " + silent.getMessage());
                pace.calls().pause(tries);
            }
        }
    }

    private MetadataService metadata() {
        return MetadataService.at(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), Duration.ofSeconds(2));
    }

    private static String value(Config config, Key key) {
        return config.value(key).orElseThrow();
    }
}
