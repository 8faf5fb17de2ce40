package host.spore.spawn.queues.file;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One job of a file. */
final class JobReader {
    /** Elements are run by Map states of 40 at a time, one level of them inside another. */
    static final int MAX_ARRAY = 1_600;

    private static final Set<String> KEYS = Set.of(
            "job_id",
            "command",
            "timeout",
            "env",
            "depends_on",
            "result_paths",
            "retry",
            "array",
            "always",
            "cpus",
            "memory_mb",
            "hooks");
    private static final Set<String> RETRY_KEYS = Set.of(
            "max_attempts", "backoff", "base_delay", "max_delay", "jitter", "retry_on_codes", "dont_retry_on_codes");
    private static final Map<String, Backoff> BACKOFFS = Map.of(
            "fixed",
            Backoff.FIXED,
            "exponential",
            Backoff.EXPONENTIAL,
            // The system before this one had it, and its validator refused it.
            "exponential-jitter",
            Backoff.EXPONENTIAL);
    private static final SpawnDuration BASE_DELAY = new SpawnDuration(Duration.ofSeconds(5));
    private static final SpawnDuration MAX_DELAY = new SpawnDuration(Duration.ofMinutes(5));
    private static final SpawnDuration STAND_IN = new SpawnDuration(Duration.ofSeconds(1));

    private final Problems problems;

    JobReader(Problems problems) {
        this.problems = problems;
    }

    Job read(JsonObject object, String pointer) {
        ObjectReader job = new ObjectReader(object, pointer, problems, KEYS);
        String id = job.required("job_id", "a name of the job, for example \"train\"", Texts::id);
        String command = job.required("command", "the shell to run", Texts::shell);
        if (!object.has("timeout")) {
            problems.add(job.at("timeout"), "missing: how long one try may take, for example \"30m\"");
        }
        return new Job(
                id,
                command,
                job.parsed("timeout", FileDuration::parse).orElse(STAND_IN),
                job.variables("env", Texts::variable, Texts::shell),
                dependencies(job),
                job.texts("result_paths", Texts::resultPath),
                job.object("retry").map(retry -> retry(retry, job.at("retry"))),
                job.integer("array", 1, MAX_ARRAY),
                job.bool("always"),
                job.integer("cpus", 1, 1_024),
                job.integer("memory_mb", 1, 100_000_000),
                hooks(job, problems));
    }

    static Hooks hooks(ObjectReader of, Problems problems) {
        return of.object("hooks")
                .map(object -> {
                    ObjectReader hooks = new ObjectReader(object, of.at("hooks"), problems, Set.of("pre", "post"));
                    return new Hooks(hooks.parsed("pre", Texts::shell), hooks.parsed("post", Texts::shell));
                })
                .orElse(Hooks.NONE);
    }

    private List<Dependency> dependencies(ObjectReader job) {
        List<Dependency> dependencies = new ArrayList<>();
        job.each("depends_on", (where, item) -> {
            switch (item) {
                case Json.JsonString text -> dependencies.add(new Dependency(text.value(), false));
                case JsonObject object -> {
                    ObjectReader edge = new ObjectReader(object, where, problems, Set.of("job_id", "type"));
                    String of = edge.required("job_id", "the job to wait for", UnaryOperator.identity());
                    boolean elementwise = edge.word("type", Map.of("ALL", false, "N_TO_N", true))
                            .orElse(false);
                    dependencies.add(new Dependency(of, elementwise));
                }
                default -> {
                    job.wrong(where, "a job's id, or {\"job_id\": …, \"type\": \"N_TO_N\"}", item);
                    // Keeps the places of the others, which problems point to.
                    dependencies.add(new Dependency("", false));
                }
            }
        });
        return dependencies;
    }

    private Retry retry(JsonObject object, String pointer) {
        ObjectReader retry = new ObjectReader(object, pointer, problems, RETRY_KEYS);
        OptionalInt attempts = retry.integer("max_attempts", 1, 100);
        if (!object.has("max_attempts")) {
            problems.add(retry.at("max_attempts"), "missing: how often in all, for example 3");
        }
        Optional<BigDecimal> jitter = retry.number("jitter").map(Json.JsonNumber::value);
        if (jitter.filter(part -> part.signum() < 0 || part.compareTo(BigDecimal.ONE) > 0)
                .isPresent()) {
            problems.add(retry.at("jitter"), jitter.get() + ": from 0 to 1");
        } else if (jitter.filter(part -> part.compareTo(BigDecimal.ONE) < 0).isPresent()) {
            problems.note(retry.at("jitter"), jitter.get() + " is read as 1: pauses always have full jitter");
        }
        return new Retry(
                attempts.orElse(1),
                retry.word("backoff", BACKOFFS).orElse(Backoff.EXPONENTIAL),
                retry.parsed("base_delay", FileDuration::parse).orElse(BASE_DELAY),
                retry.parsed("max_delay", FileDuration::parse).orElse(MAX_DELAY),
                retry.integers("retry_on_codes", 0, 255),
                retry.integers("dont_retry_on_codes", 0, 255));
    }
}
