package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Hooks;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Queue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code queue.json}: the jobs' details, which a worker has by reference and no machine ever holds. */
final class WorkersFile {
    private WorkersFile() {}

    /** @param done what an earlier run has done, and where its results are */
    static JsonObject of(Queue queue, QueuePlaces results, Map<Element, String> done) {
        Map<String, List<Element>> byJob = done.keySet().stream().collect(Collectors.groupingBy(Element::job));
        JsonObject.Builder jobs = JsonObject.builder();
        queue.jobs().forEach(job -> jobs.put(job.id(), job(job, byJob.getOrDefault(job.id(), List.of()), done)));
        JsonObject.Builder file = JsonObject.builder()
                .put("queueId", results.queueId())
                .put("runId", results.runId())
                .put("bucket", results.bucket())
                .put("prefix", results.prefix());
        put(file, queue.hooks());
        return file.put("jobs", jobs.build()).build();
    }

    private static JsonObject job(Job job, List<Element> passedOver, Map<Element, String> done) {
        JsonObject.Builder json = JsonObject.builder()
                .put("command", job.command())
                .put("timeoutSeconds", job.timeout().value().toSeconds())
                .put("env", job.env());
        put(json, job.hooks());
        json.put("resultPaths", JsonArray.ofStrings(job.resultPaths()));
        job.cpus().ifPresent(cpus -> json.put("cpus", cpus));
        job.memoryMb().ifPresent(memory -> json.put("memoryMb", memory));
        job.array().ifPresent(size -> json.put("array", size));
        json.put(
                "after",
                JsonArray.ofStrings(
                        job.dependsOn().stream().map(Dependency::job).distinct().toList()));
        if (!passedOver.isEmpty()) {
            json.put("done", done(job, passedOver)).put("results", done.get(passedOver.getFirst()));
        }
        return json.build();
    }

    private static Json done(Job job, List<Element> elements) {
        if (elements.size() == job.array().orElse(1)) {
            return Json.of(true);
        }
        JsonObject.Builder some = JsonObject.builder();
        elements.forEach(element -> some.put(String.valueOf(element.index().orElse(0)), true));
        return some.build();
    }

    private static void put(JsonObject.Builder json, Hooks hooks) {
        if (hooks.pre().isPresent() || hooks.post().isPresent()) {
            JsonObject.Builder both = JsonObject.builder();
            hooks.pre().ifPresent(pre -> both.put("pre", pre));
            hooks.post().ifPresent(post -> both.put("post", post));
            json.put("hooks", both.build());
        }
    }
}
