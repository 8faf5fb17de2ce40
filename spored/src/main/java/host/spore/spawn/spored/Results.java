package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Has the folder of results uploaded by a child: TLS would stay in the resident memory for ever. */
final class Results {
    static final Duration BOUND = Duration.ofMinutes(30);

    private final Root root;
    private final ChildProcess child;
    private final Clock clock;
    private final Problems problems;
    private final Journal journal;
    private final Runnable changed;
    private volatile boolean storing;
    private volatile Optional<String> stored = Optional.empty();

    Results(Root root, ChildProcess child, Clock clock, Problems problems, Journal journal, Runnable changed) {
        this.root = root;
        this.child = child;
        this.clock = clock;
        this.problems = problems;
        this.journal = journal;
        this.changed = changed;
    }

    boolean storing() {
        return storing;
    }

    /** Where, for example {@code s3://bucket/prefix/}; empty when the last time not all of it could be stored. */
    Optional<String> stored() {
        return stored;
    }

    /** Returns at once. */
    void store(Config config, Identity me) {
        stored = Optional.empty();
        storing = true;
        Threads.daemon("results", () -> {
            try {
                stored = upload(config, me);
            } finally {
                storing = false;
                changed.run();
            }
        });
    }

    private Optional<String> upload(Config config, Identity me) throws InterruptedException {
        String bucket = config.value(Key.RESULTS_BUCKET).orElse("");
        // The one place in the bucket where the instance's role may write.
        String prefix = prefix(config.value(Key.RESULTS_PREFIX).orElse(""))
                + me.instance().value() + "/";
        JsonObject request = JsonObject.builder()
                .put("region", me.region())
                .put("domain", me.domain())
                .put("bucket", bucket)
                .put("prefix", prefix)
                .put(
                        "folder",
                        root.file(config.value(Key.RESULTS_DIR).orElse("")).toString())
                .put("now", Instants.format(clock.instant()))
                .build();
        String answer;
        try {
            Process process = child.start();
            try (var in = process.getOutputStream()) {
                in.write(request.toString().getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            answer = failed.toString();
        }
        String where = "s3://" + bucket + "/" + prefix;
        if (answer.startsWith("stored ")) {
            journal.say("results: " + answer + " in " + where);
            return Optional.of(where);
        }
        problems.raise(
                AgentTrouble.RESULTS,
                "upload",
                "not all results are in " + where + ": " + (answer.isEmpty() ? "no answer in time" : answer));
        return Optional.empty();
    }

    /** Without a slash before, with one behind. */
    private static String prefix(String configured) {
        String prefix = configured;
        while (prefix.startsWith("/")) {
            prefix = prefix.substring(1);
        }
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }
}
