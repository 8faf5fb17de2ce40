package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * A try that has ended.
 *
 * @param results where its logs and results are, for example {@code s3://bucket/queues/q/runs/r/jobs/fetch/}; empty where
 *     nothing has begun
 * @param worker the instance
 */
record Outcome(QueueTask task, Ending ending, String results, String worker, Instant startedAt, Instant endedAt) {
    /** Step Functions takes 32,768 characters of a cause. */
    private static final int LONGEST_REASON = 2_000;

    int seconds() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                Math.max(0, Duration.between(startedAt, endedAt).toSeconds()));
    }

    String reason() {
        String reason = ending.reason();
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    /** What the state machine gets: the output of a success, the cause of a failure. */
    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        if (!results.isEmpty()) {
            json.put("results", results);
        }
        ending.exitCode().ifPresent(code -> json.put("exitCode", code));
        json.put("seconds", seconds())
                .put("worker", worker)
                .put("startedAt", Instants.format(startedAt))
                .put("endedAt", Instants.format(endedAt));
        if (ending.error().isPresent()) {
            json.put("reason", reason());
        }
        return json.build();
    }

    /** {@code outcome.json}, beside the logs. */
    JsonObject toFile() {
        JsonObject.Builder json = JsonObject.builder().put("run", task.run()).put("job", task.job());
        task.index().ifPresent(index -> json.put("index", index));
        return json.put("attempt", task.attempt())
                .put("status", ending.status().wire())
                .putAll(toJson())
                .put("reason", reason())
                .build();
    }

    /** The cause where there is nothing more to say. */
    static JsonObject reason(String worker, String reason) {
        return JsonObject.builder().put("worker", worker).put("reason", reason).build();
    }

    /** The output for a job that an earlier run has done. */
    static JsonObject passedOver(String results, String worker, Instant now) {
        return JsonObject.builder()
                .put("results", results)
                .put("exitCode", 0)
                .put("seconds", 0)
                .put("worker", worker)
                .put("startedAt", Instants.format(now))
                .put("endedAt", Instants.format(now))
                .put("passedOver", true)
                .build();
    }
}
