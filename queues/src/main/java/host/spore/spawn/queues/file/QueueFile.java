package host.spore.spawn.queues.file;

import host.spore.spawn.events.QueueWorker;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads queue files. */
public final class QueueFile {
    /** Beyond this a file would not be a queue that Step Functions could run, but a strain on whoever reads it. */
    public static final int MAX_BYTES = 8_000_000;

    private static final int MAX_JOBS = 10_000;
    private static final SpawnDuration GLOBAL_TIMEOUT = new SpawnDuration(Duration.ofDays(1));
    private static final Set<String> KEYS = Set.of(
            "queue_id",
            "queue_name",
            "jobs",
            "global_timeout",
            "on_failure",
            "result_s3_bucket",
            "result_s3_prefix",
            "workers",
            "hooks");
    private static final Map<String, OnFailure> POLICIES =
            Map.of(OnFailure.STOP.word(), OnFailure.STOP, OnFailure.CONTINUE.word(), OnFailure.CONTINUE);

    private QueueFile() {}

    /** What a file turned out to be. */
    public sealed interface Reading {}

    /** @param notes on what was understood in another way than it may have been meant */
    public record Understood(Queue queue, List<Problem> notes) implements Reading {}

    /** @param problems all of them, in the order of the file */
    public record Wrong(List<Problem> problems) implements Reading {}

    /** @param name of the file: {@code .json} is JSON, anything else YAML unless it looks like JSON */
    public static Reading read(String text, String name) {
        try {
            return read(tree(text, name));
        } catch (JsonException broken) {
            return new Wrong(List.of(new Problem("", String.valueOf(broken.getMessage()))));
        }
    }

    /**
     * What a file says, as JSON says it.
     *
     * @param name see {@link #read(String, String)}
     * @throws JsonException with where it is neither JSON nor YAML
     */
    public static Json tree(String text, String name) {
        return isJson(text, name) ? Json.parse(text) : Yaml.parse(text, Yaml.AS_WRITTEN);
    }

    /** As {@link #read(String, String)}, of a tree. */
    public static Reading read(Json value) {
        if (!(value instanceof JsonObject object)) {
            return new Wrong(
                    List.of(new Problem("", "expected an object with queue_id and jobs, got " + value.kind())));
        }
        Problems problems = new Problems();
        Queue queue = queue(new ObjectReader(object, "", problems, KEYS), problems);
        return problems.all().isEmpty() ? new Understood(queue, problems.notes()) : new Wrong(problems.all());
    }

    private static boolean isJson(String text, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return false;
        }
        return lower.endsWith(".json") || text.stripLeading().startsWith("{");
    }

    private static Queue queue(ObjectReader file, Problems problems) {
        String id = file.required("queue_id", "a name of the queue, for example \"train\"", Texts::id);
        List<Job> jobs = new ArrayList<>();
        JobReader reader = new JobReader(problems);
        List<String> places = new ArrayList<>();
        file.each("jobs", (where, item) -> {
            places.add(where);
            if (item instanceof JsonObject job) {
                jobs.add(reader.read(job, where));
            } else {
                file.wrong(where, "an object", item);
            }
        });
        if (jobs.isEmpty()
                && problems.all().stream()
                        .noneMatch(problem -> problem.pointer().startsWith("/jobs"))) {
            problems.add("/jobs", "no jobs; a queue has at least one");
        }
        if (jobs.size() > MAX_JOBS) {
            problems.add("/jobs", jobs.size() + " jobs; at most " + MAX_JOBS + ": make alike ones an array");
        } else if (places.size() == jobs.size()) {
            new References(jobs, problems).check();
        }
        SpawnDuration timeout =
                file.parsed("global_timeout", FileDuration::parse).orElse(GLOBAL_TIMEOUT);
        Queue queue = new Queue(
                id,
                file.text("queue_name").filter(name -> !name.isBlank()).orElse(id),
                jobs,
                timeout,
                file.word("on_failure", POLICIES).orElse(OnFailure.STOP),
                file.parsed("result_s3_bucket", Texts::bucket),
                file.parsed("result_s3_prefix", Texts::prefix),
                file.object("workers")
                        .map(workers -> workers(workers, problems))
                        .orElse(Workers.DEFAULT),
                JobReader.hooks(file, problems));
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).timeout().value().compareTo(timeout.value()) > 0) {
                problems.note(
                        "/jobs/" + i + "/timeout",
                        jobs.get(i).timeout() + " is more than the queue as a whole has (global_timeout " + timeout
                                + ")");
            }
        }
        return queue;
    }

    private static Workers workers(JsonObject object, Problems problems) {
        ObjectReader workers = new ObjectReader(
                object, "/workers", problems, Set.of("instance_type", "count", "slots", "spot", "ttl"));
        OptionalInt count = workers.integer("count", 1, 1_000);
        OptionalInt slots = workers.integer("slots", 1, QueueWorker.MAX_SLOTS);
        return new Workers(
                workers.parsed("instance_type", Texts::instanceTypes),
                count.orElse(Workers.DEFAULT.count()),
                slots.orElse(Workers.DEFAULT.slots()),
                workers.bool("spot"),
                workers.parsed("ttl", FileDuration::parse));
    }
}
