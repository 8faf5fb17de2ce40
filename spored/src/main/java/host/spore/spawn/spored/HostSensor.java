package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the machine itself, on its own thread: files of the user's, the configuration, and what idleness is. */
final class HostSensor {
    static final String COMPLETION_FILE = "/tmp/SPAWN_COMPLETE";
    private static final Duration PACE = Duration.ofSeconds(5);

    private final Root root;
    private final Meters meters;
    private final Duration interval;
    private final Problems problems;
    private final Journal journal;
    private final Runnable changed;
    private final Bell asked = new Bell();
    private volatile Config config;
    private volatile Readings.Host seen = Readings.Host.QUIET;
    private Optional<OwnFile> found = Optional.empty();
    private @Nullable FileTime configuredAt;
    private @Nullable Sample last;
    private long sampleAt;

    HostSensor(
            Root root,
            Config config,
            Meters meters,
            Duration interval,
            Problems problems,
            Journal journal,
            Runnable changed) {
        this.root = root;
        this.config = config;
        this.meters = meters;
        this.interval = interval;
        this.problems = problems;
        this.journal = journal;
        this.changed = changed;
    }

    void start() {
        configuredAt = modified(root.config());
        sampleAt = System.nanoTime();
        Threads.daemon("host", () -> {
            while (true) {
                look();
                asked.await(PACE);
            }
        });
    }

    /** Look now. */
    void ask() {
        asked.ring();
    }

    Readings.Host seen() {
        return seen;
    }

    Config config() {
        return config;
    }

    static Path completionFile(Root root, Config config) {
        return root.file(config.value(Key.COMPLETION_FILE).orElse(COMPLETION_FILE));
    }

    private void look() throws InterruptedException {
        Readings.Host before = seen;
        Config configured = config;
        reconfigure();
        Optional<Activity> activity = before.activity();
        long now = System.nanoTime();
        if (config.value(Key.IDLE_TIMEOUT).isEmpty()) {
            activity = Optional.empty();
            last = null;
        } else if (last == null || now - sampleAt >= 0) {
            sampleAt = now + interval.toNanos();
            activity = Optional.of(activity());
        }
        // Anybody on the machine may write there: one line is taken, and what it says is a word of the instance's.
        read(root.secretsProblem())
                .ifPresent(word -> problems.raise(
                        AgentTrouble.SECRETS,
                        "workload",
                        "the workload was not started: " + Printable.of(word.text(), 500)));
        seen = new Readings.Host(
                activity, completion(), read(root.exit()).flatMap(file -> Exit.parse(file.text(), file.stamp())));
        if (!seen.equals(before) || !config.equals(configured)) {
            changed.run();
        }
    }

    private Activity activity() throws InterruptedException {
        Sample before = last;
        Sample sample = meters.sample(config.items(Key.IDLE_PROCESSES), config.items(Key.IDLE_PORTS));
        last = sample;
        for (String unknown : sample.unknown()) {
            problems.raise(AgentTrouble.SENSOR, unknown.substring(0, unknown.indexOf(':')), unknown);
        }
        return before == null ? sample.alone() : sample.since(before, Sample.Limits.of(config));
    }

    /** Not while it is new or changes between two looks: it may be half written, and is deleted once it is read. */
    private Optional<Completion> completion() {
        Optional<OwnFile> file = read(completionFile(root, config));
        boolean isOld = file.filter(done -> System.currentTimeMillis() - done.modifiedMillis() > PACE.toMillis())
                .isPresent();
        Optional<OwnFile> settled = isOld || file.equals(found) ? file : Optional.empty();
        found = file;
        return settled.map(done -> Completion.parse(done.text(), done.stamp()));
    }

    /** A file that is there and cannot be read is taken up again in a moment; whoever waits for it will ask. */
    private static Optional<OwnFile> read(Path file) {
        try {
            return OwnFile.read(file);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private void reconfigure() {
        FileTime modified = modified(root.config());
        if (modified == null ? configuredAt != null : !modified.equals(configuredAt)) {
            configuredAt = modified;
            config = Config.read(root.config());
            journal.say("config: read again");
            config.problems().forEach(journal::say);
        }
    }

    private static @Nullable FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException absent) {
            return null;
        }
    }
}
