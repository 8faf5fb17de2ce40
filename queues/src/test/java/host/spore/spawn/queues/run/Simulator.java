package host.spore.spawn.queues.run;

import host.spore.spawn.queues.file.Backoff;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.Retry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a queue must do, said in the plainest way there is: a job starts when the last of those that it waits for has
 * ended well, and is skipped when one has not. Knows nothing of machines.
 */
final class Simulator {
    private final Elements elements;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Script> scripts;
    private final Map<String, Fate> fates = new LinkedHashMap<>();

    /** How an element ends. */
    sealed interface Fate {
        boolean well();
    }

    /**
     * @param startMillis of its first try
     * @param endMillis of its last one
     * @param error null: it went well
     */
    record Ran(long startMillis, long endMillis, @Nullable String error) implements Fate {
        @Override
        public boolean well() {
            return error == null;
        }
    }

    /** Not run, because what it waits for did not end well. */
    record Skipped() implements Fate {
        @Override
        public boolean well() {
            return false;
        }
    }

    private Simulator(Queue queue, Map<String, Script> scripts) {
        this.elements = Elements.of(queue);
        queue.jobs().forEach(job -> jobs.put(job.id(), job));
        this.scripts = scripts;
    }

    /**
     * As if nothing stopped a queue; who stops it at its first failure looks at the times.
     *
     * @param always whether the phase is that of the jobs that run always, in which nothing is skipped
     */
    static Map<String, Fate> fates(Queue queue, Map<String, Script> scripts, boolean always, long startMillis) {
        Simulator simulator = new Simulator(queue, scripts);
        Set<String> visited = new HashSet<>();
        queue.jobs().stream()
                .filter(job -> job.always() == always)
                .forEach(job -> simulator.visit(job, visited, always, startMillis));
        return simulator.fates;
    }

    /** What it waits for first. */
    private void visit(Job job, Set<String> visited, boolean always, long startMillis) {
        if (visited.add(job.id())) {
            elements.dependencies(job.id())
                    .forEach(dependency ->
                            visit(Objects.requireNonNull(jobs.get(dependency.job())), visited, always, startMillis));
            run(job, always, startMillis);
        }
    }

    private void run(Job job, boolean always, long startMillis) {
        for (Element element : elements.of(job.id())) {
            long ready = startMillis;
            boolean well = true;
            for (Element awaited : elements.awaited(element)) {
                Fate fate = Objects.requireNonNull(fates.get(awaited.key()), awaited.key());
                well &= fate.well();
                if (fate instanceof Ran ran) {
                    ready = Math.max(ready, ran.endMillis());
                }
            }
            fates.put(
                    element.key(),
                    well || always
                            ? ran(job, Objects.requireNonNull(scripts.get(element.key())), ready)
                            : new Skipped());
        }
    }

    private static Ran ran(Job job, Script script, long start) {
        long at = start;
        int used = 1;
        int lost = 0;
        for (int number = 0; ; number++) {
            Script.Try now = script.at(number);
            at += now.millis();
            String error = now.error();
            if (error == null) {
                return new Ran(start, at, null);
            }
            if (error.equals("Worker.Lost") && !excluded(job, error)) {
                if (lost == 20) {
                    return new Ran(start, at, error);
                }
                at += 1_000L * Math.min(60, 1L << lost++);
            } else if (again(job, error) && used < job.attempts()) {
                at += pause(job.retry().orElseThrow(), used++);
            } else {
                return new Ran(start, at, error);
            }
        }
    }

    private static boolean excluded(Job job, String error) {
        return job.retry()
                .filter(retry -> retry.dontRetryOnCodes().stream().anyMatch(code -> error.equals("Job.Exit." + code)))
                .isPresent();
    }

    private static boolean again(Job job, String error) {
        return !excluded(job, error)
                && job.retry()
                        .filter(retry -> retry.retryOnCodes().isEmpty()
                                || retry.retryOnCodes().stream().anyMatch(code -> error.equals("Job.Exit." + code)))
                        .isPresent();
    }

    private static long pause(Retry retry, int used) {
        long base = retry.baseDelay().value().toMillis();
        long most = retry.maxDelay().value().toMillis();
        return Math.min(most, retry.backoff() == Backoff.EXPONENTIAL ? base << (used - 1) : base);
    }
}
