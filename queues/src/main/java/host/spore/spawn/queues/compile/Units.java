package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.graph.Dag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes of a graph and its edges.
 *
 * @param units in the order of the file
 * @param dag of them, as written
 * @param edges how many edges the file has between these jobs
 * @param notes on what is kept in another way than written
 */
record Units(List<Unit> units, Dag dag, int edges, List<Problem> notes) {
    /**
     * @param jobs of one machine
     * @param places of all jobs in the file, for notes
     */
    static Units of(List<Job> jobs, Map<String, Integer> places) {
        Map<String, Job> byId = new HashMap<>();
        jobs.forEach(job -> byId.put(job.id(), job));
        Map<String, List<Job>> successors = new HashMap<>();
        int edges = 0;
        for (Job job : jobs) {
            for (Dependency dependency : distinct(job)) {
                if (byId.containsKey(dependency.job())) {
                    successors
                            .computeIfAbsent(dependency.job(), id -> new ArrayList<>())
                            .add(job);
                    edges++;
                }
            }
        }
        List<Problem> notes = new ArrayList<>();
        Map<String, String> follows = fused(jobs, byId, successors, places, notes);
        Map<String, Job> next = new HashMap<>();
        follows.forEach((job, before) -> next.put(before, byId.get(job)));
        List<Unit> units = new ArrayList<>();
        Map<String, Integer> unitOf = new HashMap<>();
        for (Job job : jobs) {
            if (!follows.containsKey(job.id())) {
                List<Job> members = new ArrayList<>();
                for (Job at = job; at != null; at = next.get(at.id())) {
                    members.add(at);
                    unitOf.put(at.id(), units.size());
                }
                units.add(new Unit(members));
            }
        }
        List<Dag.Edge> between = new ArrayList<>();
        for (Job job : jobs) {
            for (Dependency dependency : distinct(job)) {
                Integer from = unitOf.get(dependency.job());
                Integer to = unitOf.get(job.id());
                if (from != null && to != null && !from.equals(to)) {
                    between.add(new Dag.Edge(from, to));
                }
            }
        }
        return new Units(units, new Dag(units.size(), between), edges, List.copyOf(notes));
    }

    /** By job, the one it follows element by element: only where nothing else waits in between. */
    private static Map<String, String> fused(
            List<Job> jobs,
            Map<String, Job> byId,
            Map<String, List<Job>> successors,
            Map<String, Integer> places,
            List<Problem> notes) {
        Map<String, String> follows = new HashMap<>();
        for (Job job : jobs) {
            List<Dependency> dependencies = distinct(job).stream()
                    .filter(dependency -> byId.containsKey(dependency.job()))
                    .toList();
            for (Dependency dependency : dependencies) {
                if (!dependency.elementwise()) {
                    continue;
                }
                if (dependencies.size() == 1
                        && successors.getOrDefault(dependency.job(), List.of()).size() == 1) {
                    follows.put(job.id(), dependency.job());
                } else {
                    notes.add(new Problem(
                            "/jobs/" + places.get(job.id()) + "/depends_on",
                            "N_TO_N of " + job.id() + " to " + dependency.job()
                                    + " waits for all elements, because "
                                    + (dependencies.size() > 1
                                            ? job.id() + " waits for another job too"
                                            : "another job waits for " + dependency.job() + " too")));
                }
            }
        }
        return follows;
    }

    private static List<Dependency> distinct(Job job) {
        Set<String> seen = new HashSet<>();
        return job.dependsOn().stream()
                .filter(dependency -> seen.add(dependency.job()))
                .toList();
    }
}
