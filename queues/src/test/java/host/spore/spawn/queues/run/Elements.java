package host.spore.spawn.queues.run;

import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Queue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What runs: jobs, and the elements of arrays, each under its key; and what waits for what, straight from the file. */
final class Elements {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, List<String>> dependants = new HashMap<>();

    Elements(Queue queue) {
        queue.jobs().forEach(job -> jobs.put(job.id(), job));
        queue.jobs()
                .forEach(job -> dependencies(job)
                        .forEach(dependency -> dependants
                                .computeIfAbsent(dependency.job(), id -> new ArrayList<>())
                                .add(job.id())));
    }

    Job job(String id) {
        return java.util.Objects.requireNonNull(jobs.get(id), id);
    }

    static String key(String job, long index) {
        return index < 0 ? job : job + "#" + index;
    }

    List<String> of(Job job) {
        return job.array().isEmpty()
                ? List.of(job.id())
                : IntStream.range(0, job.array().getAsInt())
                        .mapToObj(i -> key(job.id(), i))
                        .toList();
    }

    /** Of the same phase: what runs always waits for nothing else by its own edges, but for everything. */
    List<Dependency> dependencies(Job job) {
        Set<String> seen = new LinkedHashSet<>();
        return job.dependsOn().stream()
                .filter(dependency -> job(dependency.job()).always() == job.always())
                .filter(dependency -> seen.add(dependency.job()))
                .toList();
    }

    /** Whether elements wait for elements: where nothing else waits in between. */
    boolean isElementwise(Job job, Dependency dependency) {
        return dependency.elementwise()
                && dependencies(job).size() == 1
                && dependants.getOrDefault(dependency.job(), List.of()).size() == 1;
    }

    /** The keys that an element waits for. */
    List<String> awaited(Job job, long index) {
        List<String> awaited = new ArrayList<>();
        for (Dependency dependency : dependencies(job)) {
            if (isElementwise(job, dependency)) {
                awaited.add(key(dependency.job(), index));
            } else {
                awaited.addAll(of(job(dependency.job())));
            }
        }
        return awaited;
    }

    /** All keys that cannot run once this element has failed. */
    Set<String> after(String id, long index) {
        Set<String> after = new LinkedHashSet<>();
        Deque<String> whole = new ArrayDeque<>();
        String at = id;
        String next = follower(at);
        while (!next.isEmpty()) {
            after.add(key(next, index));
            at = next;
            next = follower(at);
        }
        whole.add(at);
        while (!whole.isEmpty()) {
            for (String dependant : dependants.getOrDefault(whole.removeFirst(), List.of())) {
                if (after.addAll(of(job(dependant)))) {
                    whole.add(dependant);
                }
            }
        }
        return after;
    }

    /** The job that follows this one element by element; nothing, if there is none. */
    private String follower(String id) {
        for (String dependant : dependants.getOrDefault(id, List.of())) {
            Job job = job(dependant);
            if (isElementwise(job, dependencies(job).getFirst())) {
                return dependant;
            }
        }
        return "";
    }
}
