package host.spore.spawn.queues.run;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.cloud.Batch;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Heard;
import host.spore.spawn.queues.file.Backoff;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link CompiledQueueTest} with nothing in it that is made up: random queues on the embedded cloud, with real workers that
 * run real commands. What becomes of each job is what the simulator says, and no job begins before those that it waits for
 * have ended. {@code bench/queue-dags} runs more of them.
 */
class RandomQueuesIT {
    private static final int QUEUES = Integer.getInteger("spawn.dags", 5);
    private static final int AT_A_TIME = 5;
    private static final Duration SOON = Duration.ofMinutes(10);
    private static final List<RandomQueue.Kind> KINDS = List.of(RandomQueue.Kind.values());
    private static final SpawnDuration SECOND = new SpawnDuration(Duration.ofSeconds(1));

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    /** A queue that is on its way. */
    private record Underway(int number, Queue queue, Map<String, Script> scripts, Batch batch, String run) {}

    @Test
    void everyQueueDoesWhatItsGraphSays() {
        List<String> wrong = new ArrayList<>();
        for (int first = 0; first < QUEUES; first += AT_A_TIME) {
            List<Underway> some = new ArrayList<>();
            for (int number = first; number < Math.min(QUEUES, first + AT_A_TIME); number++) {
                some.add(submit(number));
            }
            some.forEach(one -> wrong.addAll(wrong(one)));
        }
        assertThat(wrong).isEmpty();
    }

    private Underway submit(int number) {
        Random random = new Random(number);
        RandomQueue queues = new RandomQueue(random);
        Queue queue = queues.queue(KINDS.get(number % KINDS.size()), 6 + random.nextInt(7), OnFailure.CONTINUE);
        List<Job> jobs = queue.jobs().stream().map(RandomQueuesIT::impatient).toList();
        Queue prompt = new Queue(
                queue.id(),
                queue.name(),
                jobs,
                queue.globalTimeout(),
                queue.onFailure(),
                queue.resultBucket(),
                queue.resultPrefix(),
                queue.workers(),
                queue.hooks());
        Map<String, Script> scripts = queues.scripts(prompt, number % 2 == 0 ? 20 : 0).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> byExitCodes(entry.getValue())));
        Elements elements = Elements.of(prompt);
        String lines = prompt.jobs().stream()
                .map(job -> "  - " + write(job, elements.of(job.id()), scripts) + "\n")
                .collect(Collectors.joining());
        Batch batch = new Batch(cloud, folder, "dag" + number, "on_failure: continue\n", lines);
        return new Underway(number, prompt, scripts, batch, batch.submit("--slots", "4"));
    }

    /** Nobody waits a minute for a try in a test. */
    private static Job impatient(Job job) {
        Optional<Retry> retry = job.retry()
                .map(asked -> new Retry(
                        asked.maxAttempts(),
                        Backoff.FIXED,
                        SECOND,
                        SECOND,
                        asked.retryOnCodes(),
                        asked.dontRetryOnCodes()));
        return new Job(
                job.id(),
                job.command(),
                job.timeout(),
                job.env(),
                job.dependsOn(),
                job.resultPaths(),
                retry,
                job.array(),
                job.always(),
                job.cpus(),
                job.memoryMb(),
                job.hooks());
    }

    /** What a command can do to itself. */
    private static Script byExitCodes(Script script) {
        return new Script(
                script.tries().stream()
                        .filter(one ->
                                Objects.requireNonNullElse(one.error(), "").startsWith("Job.Exit."))
                        .toList(),
                script.lastMillis());
    }

    private static JsonObject write(Job job, List<Element> elements, Map<String, Script> scripts) {
        StringBuilder cases = new StringBuilder();
        for (Element element : elements) {
            List<Script.Try> tries =
                    Objects.requireNonNull(scripts.get(element.key())).tries();
            String index = element.index().isPresent()
                    ? Integer.toString(element.index().getAsInt())
                    : "-";
            for (int i = 0; i < tries.size(); i++) {
                String error = Objects.requireNonNull(tries.get(i).error());
                cases.append(index).append('/').append(i + 1).append(") exit ");
                cases.append(error.substring("Job.Exit.".length())).append(";; ");
            }
        }
        JsonObject.Builder into = JsonObject.builder()
                .put("job_id", job.id())
                .put("command", "sleep 0.1; case ${JOB_ARRAY_INDEX:--}/$JOB_ATTEMPT in " + cases + "esac")
                .put("timeout", "5m");
        job.array().ifPresent(size -> into.put("array", size));
        if (job.always()) {
            into.put("always", true);
        }
        List<Json> dependencies = new ArrayList<>();
        job.dependsOn()
                .forEach(dependency -> dependencies.add(
                        dependency.elementwise()
                                ? JsonObject.builder()
                                        .put("job_id", dependency.job())
                                        .put("type", "N_TO_N")
                                        .build()
                                : Json.of(dependency.job())));
        into.put("depends_on", new JsonArray(dependencies));
        job.retry()
                .ifPresent(retry -> into.put(
                        "retry",
                        JsonObject.builder()
                                .put("max_attempts", retry.maxAttempts())
                                .put("backoff", "fixed")
                                .put("base_delay", "1s")
                                .put("max_delay", "1s")
                                .put("retry_on_codes", codes(retry.retryOnCodes()))
                                .put("dont_retry_on_codes", codes(retry.dontRetryOnCodes()))
                                .build()));
        return into.build();
    }

    private static JsonArray codes(List<Integer> codes) {
        return new JsonArray(
                codes.stream().map(code -> Json.of(code.longValue())).toList());
    }

    /** All that is not as it must be. */
    private List<String> wrong(Underway one) {
        Map<String, Simulator.Fate> fates = new LinkedHashMap<>(Simulator.fates(one.queue(), one.scripts(), false, 0));
        boolean fails = fates.values().stream().anyMatch(fate -> !fate.well());
        fates.putAll(Simulator.fates(one.queue(), one.scripts(), true, 0));
        fails |= fates.values().stream().anyMatch(fate -> fate instanceof Simulator.Ran ran && !ran.well());
        one.batch().outcome(one.run(), fails ? "QueueFailed" : "QueueCompleted", SOON);

        List<String> wrong = new ArrayList<>();
        Map<String, String> expected = new HashMap<>();
        fates.forEach((key, fate) -> expected.put(key, status(fate)));
        Map<String, String> statuses = one.batch().statuses(one.run());
        // An array has an item beside those of its elements, of which nothing here is said.
        one.queue().jobs().stream().filter(job -> job.array().isPresent()).forEach(job -> statuses.remove(job.id()));
        if (!statuses.equals(expected)) {
            wrong.add(one.number() + ": " + statuses + " instead of " + expected);
        }
        Elements elements = Elements.of(one.queue());
        for (Job job : one.queue().jobs()) {
            for (Element element : elements.of(job.id())) {
                List<Heard> starts = told(one.run(), "JobStarted", element);
                long tries = starts.stream()
                        .map(start -> start.detail().integer("attempt"))
                        .distinct()
                        .count();
                if (tries != starts.size()) {
                    wrong.add(one.number() + ": " + element + " has run a try twice: " + starts);
                }
                for (Element awaited : elements.awaited(element)) {
                    first(starts)
                            .ifPresent(start -> last(told(one.run(), "JobEnded", awaited))
                                    .filter(start::isBefore)
                                    .ifPresent(end -> wrong.add(one.number() + ": " + element + " began at " + start
                                            + ", and " + awaited + " ended at " + end)));
                }
            }
        }
        return wrong;
    }

    private static String status(Simulator.Fate fate) {
        return switch (fate) {
            case Simulator.Ran ran -> ran.well() ? "done" : "failed";
            case Simulator.Skipped skipped -> "skipped";
        };
    }

    private List<Heard> told(String run, String type, Element element) {
        return cloud.tap.all(heard -> heard.type().equals(type)
                && heard.detail().string("runId").equals(run)
                && heard.detail().string("jobId").equals(element.job())
                && heard.detail().optionalInteger("index").map(Math::toIntExact).equals(boxed(element)));
    }

    private static Optional<Integer> boxed(Element element) {
        return element.index().isPresent() ? Optional.of(element.index().getAsInt()) : Optional.empty();
    }

    private static Optional<Instant> first(List<Heard> some) {
        return some.stream().map(RandomQueuesIT::at).min(Instant::compareTo);
    }

    private static Optional<Instant> last(List<Heard> some) {
        return some.stream().map(RandomQueuesIT::at).max(Instant::compareTo);
    }

    private static Instant at(Heard heard) {
        return Instant.parse(heard.detail().string("at"));
    }
}
