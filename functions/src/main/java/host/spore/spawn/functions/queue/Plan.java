package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Gate;
import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Retry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the control plane knows of a run from its beginning to its end: {@code plan.json}. It never changes.
 *
 * @param queueId of the queue
 * @param runId of the run
 * @param owner of its workers
 * @param onFailure what becomes of the rest
 * @param timeoutSeconds of the run as a whole
 * @param hash that names its machines and its activity
 * @param results where its workers put what they keep
 * @param jobs in the order of the file
 * @param gates of all its machines
 * @param executions of its machines, in the order in which the machines are made
 * @param done what an earlier run has done, and where its results are
 */
record Plan(
        String queueId,
        String runId,
        String owner,
        OnFailure onFailure,
        long timeoutSeconds,
        String hash,
        QueuePlaces results,
        List<PlannedJob> jobs,
        List<Gate> gates,
        List<PlannedExecution> executions,
        Map<Element, String> done) {
    Plan {
        jobs = List.copyOf(jobs);
        gates = List.copyOf(gates);
        executions = List.copyOf(executions);
        done = Collections.unmodifiableMap(new LinkedHashMap<>(done));
    }

    /**
     * A job, as far as it is not its worker's business.
     *
     * @param node see {@link Elements.Node}
     * @param retry see {@link Again}
     */
    record PlannedJob(Elements.Node node, Again retry) {
        static PlannedJob of(Job job) {
            return new PlannedJob(
                    Elements.Node.of(job),
                    new Again(
                            job.attempts(),
                            job.retry().map(Retry::retryOnCodes).orElse(List.of()),
                            job.retry().map(Retry::dontRetryOnCodes).orElse(List.of())));
        }
    }

    /**
     * When a job is tried again: what its machine goes by, for who has to say so without it.
     *
     * @param attempts all its tries, lost workers not counted
     * @param onCodes see {@link Retry#retryOnCodes}
     * @param notOnCodes see {@link Retry#dontRetryOnCodes}
     */
    record Again(int attempts, List<Integer> onCodes, List<Integer> notOnCodes) {
        Again {
            onCodes = List.copyOf(onCodes);
            notOnCodes = List.copyOf(notOnCodes);
        }

        /**
         * @param used of its tries, that one included
         * @param error that it ended with
         */
        boolean isOver(int used, String error) {
            return used >= attempts || (!JobError.isLostWorker(error) && !isTriedAgain(JobError.exitCode(error)));
        }

        private boolean isTriedAgain(OptionalInt code) {
            if (code.isPresent() && notOnCodes.contains(code.getAsInt())) {
                return false;
            }
            return onCodes.isEmpty() || (code.isPresent() && onCodes.contains(code.getAsInt()));
        }
    }

    /**
     * An execution of one of the machines.
     *
     * @param machine within its queue, {@code main}, {@code always} or {@code part-N}
     * @param root the machine that it runs for, {@code main} or {@code always}
     * @param suffix what its name has beyond the run's id
     */
    record PlannedExecution(String machine, String root, String suffix) {}

    Elements elements() {
        return new Elements(jobs.stream().map(PlannedJob::node).toList());
    }

    boolean isAlways(String job) {
        return jobs.stream().map(PlannedJob::node).anyMatch(node -> node.job().equals(job) && node.always());
    }

    boolean hasMachine(String name) {
        return executions.stream().anyMatch(execution -> execution.machine().equals(name));
    }

    /** The gates that wait for it, by their labels. */
    List<String> awaiting(String label) {
        return gates.stream()
                .filter(gate -> gate.awaits().contains(label))
                .map(Gate::target)
                .toList();
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .put("queueId", queueId)
                .put("runId", runId)
                .put("owner", owner)
                .put("onFailure", onFailure.word())
                .put("timeoutSeconds", timeoutSeconds)
                .put("hash", hash)
                .put("bucket", results.bucket())
                .put("root", results.root())
                .put("jobs", array(jobs.stream().map(Plan::write).toList()))
                .put("gates", array(gates.stream().map(Plan::write).toList()))
                .put("executions", array(executions.stream().map(Plan::write).toList()))
                .put(
                        "done",
                        array(done.entrySet().stream()
                                .map(entry -> write(entry.getKey())
                                        .put("results", entry.getValue())
                                        .build())
                                .toList()))
                .build();
    }

    static Plan read(JsonObject plan) {
        String queueId = plan.string("queueId");
        String runId = plan.string("runId");
        Map<Element, String> done = new LinkedHashMap<>();
        plan.objects("done").forEach(entry -> done.put(element(entry), entry.string("results")));
        return new Plan(
                queueId,
                runId,
                plan.string("owner"),
                plan.string("onFailure").equals(OnFailure.STOP.word()) ? OnFailure.STOP : OnFailure.CONTINUE,
                plan.integer("timeoutSeconds"),
                plan.string("hash"),
                new QueuePlaces(plan.string("bucket"), plan.string("root"), queueId, runId),
                plan.objects("jobs").stream().map(Plan::job).toList(),
                plan.objects("gates").stream()
                        .map(gate -> new Gate(gate.string("target"), strings(gate, "awaits"), strings(gate, "jobs")))
                        .toList(),
                plan.objects("executions").stream()
                        .map(execution -> new PlannedExecution(
                                execution.string("machine"), execution.string("root"), execution.string("suffix")))
                        .toList(),
                done);
    }

    /** As {@code {"job", "index"?}}, the shape it has in the tasks of a machine too. */
    static Element element(JsonObject object) {
        return new Element(object.string("job"), index(object, "index"));
    }

    private static JsonObject.Builder write(Element element) {
        JsonObject.Builder object = JsonObject.builder().put("job", element.job());
        element.index().ifPresent(index -> object.put("index", index));
        return object;
    }

    private static Json write(PlannedJob job) {
        JsonObject.Builder object = JsonObject.builder()
                .put("id", job.node().job())
                .put("attempts", job.retry().attempts());
        putUnlessEmpty(object, "retryOn", job.retry().onCodes());
        putUnlessEmpty(object, "dontRetryOn", job.retry().notOnCodes());
        job.node().array().ifPresent(size -> object.put("array", size));
        if (job.node().always()) {
            object.put("always", true);
        }
        List<Json> after = new ArrayList<>();
        job.node().dependsOn().forEach(dependency -> {
            JsonObject.Builder edge = JsonObject.builder().put("job", dependency.job());
            if (dependency.elementwise()) {
                edge.put("elementwise", true);
            }
            after.add(edge.build());
        });
        return object.put("after", array(after)).build();
    }

    private static void putUnlessEmpty(JsonObject.Builder object, String key, List<Integer> codes) {
        if (!codes.isEmpty()) {
            object.put(
                    key,
                    array(codes.stream().map(code -> Json.of(code.longValue())).toList()));
        }
    }

    private static List<Integer> codes(JsonObject job, String key) {
        return job.has(key)
                ? job.array(key).stream()
                        .map(code -> Integer.parseInt(code.toString()))
                        .toList()
                : List.of();
    }

    private static PlannedJob job(JsonObject job) {
        return new PlannedJob(
                new Elements.Node(
                        job.string("id"),
                        index(job, "array"),
                        job.bool("always", false),
                        job.objects("after").stream()
                                .map(edge -> new Dependency(edge.string("job"), edge.bool("elementwise", false)))
                                .toList()),
                new Again(Math.toIntExact(job.integer("attempts")), codes(job, "retryOn"), codes(job, "dontRetryOn")));
    }

    private static Json write(Gate gate) {
        return JsonObject.builder()
                .put("target", gate.target())
                .put("awaits", JsonArray.ofStrings(gate.awaits()))
                .put("jobs", JsonArray.ofStrings(gate.jobs()))
                .build();
    }

    private static Json write(PlannedExecution execution) {
        return JsonObject.builder()
                .put("machine", execution.machine())
                .put("root", execution.root())
                .put("suffix", execution.suffix())
                .build();
    }

    private static OptionalInt index(JsonObject object, String key) {
        Optional<Long> value = object.optionalInteger(key);
        return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.get())) : OptionalInt.empty();
    }

    private static List<String> strings(JsonObject object, String key) {
        return object.array(key).stream()
                .map(item -> item instanceof Json.JsonString string ? string.value() : item.toString())
                .toList();
    }

    private static JsonArray array(List<? extends Json> items) {
        return new JsonArray(List.copyOf(items));
    }
}
