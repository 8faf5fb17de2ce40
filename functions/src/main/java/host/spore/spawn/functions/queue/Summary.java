package host.spore.spawn.functions.queue;

import host.spore.spawn.events.QueueFailure;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code summary.json}: what a run was and how each of its jobs ended. What is said about the run is made of it, so that
 * who asks twice is told the same twice.
 */
final class Summary {
    private Summary() {}

    /**
     * @param ended by job, itself or its elements
     * @param byJob the jobs, arrays as a whole
     */
    static JsonObject of(
            RunRow run, Verdict verdict, Map<String, List<JobRow>> ended, Map<String, JobRow> byJob, Instant now) {
        Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
        byJob.values().forEach(row -> counts.merge(row.status(), 1, Integer::sum));
        JsonObject.Builder jobs = JsonObject.builder();
        byJob.forEach((job, row) -> jobs.put(job, job(row, ended.getOrDefault(job, List.of()))));
        return JsonObject.builder()
                .put("version", 1)
                .put("queueId", run.queueId())
                .put("runId", run.runId())
                .put("commandType", run.commandType())
                .put("owner", run.owner())
                .put("status", verdict.failure().isEmpty() ? "completed" : "failed")
                .put("cause", verdict.failure().map(QueueFailure::wire).orElse(null))
                .put("reason", verdict.reason())
                .put("startedAt", run.startedAt().toString())
                .put("endedAt", now.toString())
                .put(
                        "seconds",
                        Math.max(0, Duration.between(run.startedAt(), now).toSeconds()))
                .put("jobCount", byJob.size())
                .put("done", counts.getOrDefault(JobStatus.DONE, 0))
                .put("failed", counts.getOrDefault(JobStatus.FAILED, 0))
                .put("skipped", counts.getOrDefault(JobStatus.SKIPPED, 0))
                .put("cancelled", counts.getOrDefault(JobStatus.CANCELLED, 0))
                .put("jobs", jobs.build())
                .build();
    }

    private static JsonObject job(JobRow whole, List<JobRow> some) {
        JsonObject.Builder json = row(whole);
        if (some.stream().anyMatch(row -> row.element().index().isPresent())) {
            JsonObject.Builder elements = JsonObject.builder();
            some.forEach(
                    row -> elements.put(String.valueOf(row.element().index().orElse(0)), row(row).build()));
            json.put("elements", elements.build());
        }
        return json.build();
    }

    private static JsonObject.Builder row(JobRow row) {
        JobRow.Facts facts = row.facts();
        JsonObject.Builder json = JsonObject.builder()
                .put("status", row.status().wire())
                .put("reason", row.reason().orElse(null));
        facts.exitCode().ifPresent(code -> json.put("exitCode", code));
        facts.attempt().ifPresent(attempt -> json.put("attempts", attempt));
        facts.seconds().ifPresent(seconds -> json.put("seconds", seconds));
        return json.put("startedAt", facts.startedAt().map(Instant::toString).orElse(null))
                .put("endedAt", row.endedAt().map(Instant::toString).orElse(null))
                .put("worker", facts.worker().orElse(null))
                .put("results", facts.results().orElse(null));
    }

    /** The outcome's type and fields. */
    static JsonObject outcome(JsonObject summary, String place) {
        boolean completed = summary.string("status").equals("completed");
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("commandId", Json.of(summary.string("runId")));
        for (String same : List.of("commandType", "queueId", "runId")) {
            fields.put(same, Json.of(summary.string(same)));
        }
        if (completed) {
            fields.put("jobs", Json.of(summary.integer("jobCount")));
            fields.put("seconds", Json.of(summary.integer("seconds")));
        } else {
            fields.put("cause", Json.of(summary.string("cause")));
            fields.put("reason", Json.of(summary.string("reason")));
            for (String count : List.of("done", "failed", "skipped", "cancelled")) {
                fields.put(count, Json.of(summary.integer(count)));
            }
        }
        fields.put("summary", Json.of(place));
        return JsonObject.builder()
                .put("type", completed ? "QueueCompleted" : "QueueFailed")
                .put("fields", new JsonObject(fields))
                .build();
    }
}
