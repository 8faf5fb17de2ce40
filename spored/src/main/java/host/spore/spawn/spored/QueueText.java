package host.spore.spawn.spored;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a worker knows of a run: {@code queue.json}, as the control plane wrote it.
 *
 * @param prefix of all that the run stores, with a slash at its end
 * @param hooks around the queue
 */
record QueueText(
        String queueId, String runId, String bucket, String prefix, QueueJob.Hooks hooks, Map<String, QueueJob> jobs) {
    QueueText {
        jobs = Map.copyOf(jobs);
    }

    /** @throws IllegalArgumentException when the text is none */
    static QueueText parse(String text) {
        JsonObject json = JsonObject.parse(text);
        Map<String, QueueJob> jobs = new HashMap<>();
        for (Map.Entry<String, Json> entry : json.object("jobs").members().entrySet()) {
            if (!(entry.getValue() instanceof JsonObject job)) {
                throw new JsonException("/jobs/" + entry.getKey() + ": expected an object, got "
                        + entry.getValue().kind());
            }
            jobs.put(entry.getKey(), QueueJob.parse(entry.getKey(), job));
        }
        return new QueueText(
                json.string("queueId"),
                json.string("runId"),
                json.string("bucket"),
                json.string("prefix"),
                QueueJob.Hooks.of(json),
                jobs);
    }

    /** The key of {@code queue.json} itself, and of its siblings. */
    static String prefix(String queueId, String runId) {
        return "queues/" + queueId + "/runs/" + runId + "/";
    }

    Optional<QueueJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The key below which a job's logs and results are stored. */
    String folder(String job, OptionalInt index) {
        return prefix + "jobs/" + job + "/" + (index.isPresent() ? index.getAsInt() + "/" : "");
    }

    /** Where what a job left is: in this run, or in the one that did it. */
    String results(QueueJob job, OptionalInt index) {
        if (job.done().includes(index) && job.results().isPresent()) {
            return job.results().get() + (index.isPresent() ? index.getAsInt() + "/" : "");
        }
        return "s3://" + bucket + "/" + folder(job.id(), index);
    }

    /** The variables of one try. What the job's author gave comes last, and counts. */
    Map<String, String> environment(QueueJob job, QueueTask task, String region) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("AWS_REGION", region);
        environment.put("JOB_ID", job.id());
        environment.put("JOB_ATTEMPT", Integer.toString(task.attempt()));
        environment.put("QUEUE_ID", queueId);
        environment.put("SPAWN_RUN_ID", runId);
        if (task.index().isPresent()) {
            environment.put("JOB_ARRAY_INDEX", Integer.toString(task.index().getAsInt()));
        }
        job.array().ifPresent(size -> environment.put("JOB_ARRAY_SIZE", Integer.toString(size)));
        for (String before : job.after()) {
            // One that another run has done lies where that run put it.
            String results = job(before)
                    .map(found -> results(found, OptionalInt.empty()))
                    .orElse("s3://" + bucket + "/" + folder(before, OptionalInt.empty()));
            environment.put("RESULTS_" + variable(before), results);
        }
        environment.put("RESULTS", "s3://" + bucket + "/" + folder(job.id(), task.index()));
        environment.putAll(job.env());
        return environment;
    }

    /** {@code fit.2} as {@code FIT_2}. */
    static String variable(String job) {
        StringBuilder out = new StringBuilder();
        for (char c : job.toUpperCase(Locale.ROOT).toCharArray()) {
            out.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
        }
        return out.toString();
    }
}
