package host.spore.spawn.queues.file;

import host.spore.spawn.events.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ids and what refers to them: doubled ones, missing ones, a job that waits for itself, cycles edge by edge. */
final class References {
    /** A suggestion compares with every id; a file that is wrong throughout needs no thousand of them. */
    private static final int MAX_SUGGESTIONS = 100;

    private final List<Job> jobs;
    private final Problems problems;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<List<Integer>> successors = new ArrayList<>();
    private int suggestions;

    References(List<Job> jobs, Problems problems) {
        this.jobs = jobs;
        this.problems = problems;
    }

    void check() {
        for (int i = 0; i < jobs.size(); i++) {
            String id = jobs.get(i).id();
            Integer first = id.isBlank() ? null : places.putIfAbsent(id, i);
            if (first != null) {
                problems.add(
                        "/jobs/" + i + "/job_id",
                        Texts.shown(id) + "the id of /jobs/" + first + " too; an id names one job");
            }
            successors.add(new ArrayList<>());
        }
        for (int i = 0; i < jobs.size(); i++) {
            dependencies(i);
        }
        cycles();
    }

    private void dependencies(int place) {
        Job job = jobs.get(place);
        Set<String> seen = new HashSet<>();
        for (int d = 0; d < job.dependsOn().size(); d++) {
            Dependency dependency = job.dependsOn().get(d);
            String pointer = "/jobs/" + place + "/depends_on/" + d;
            Integer of = places.get(dependency.job());
            if (dependency.job().isEmpty()) {
                continue;
            }
            if (dependency.job().equals(job.id())) {
                problems.add(pointer, Texts.shown(job.id()) + "a job cannot wait for itself");
            } else if (of == null) {
                problems.add(pointer, "no job " + Texts.quoted(dependency.job()) + suggestion(dependency.job()));
            } else if (!seen.add(dependency.job())) {
                problems.note(pointer, Texts.shown(dependency.job()) + "named twice; once is enough");
            } else {
                successors.get(of).add(place);
                edge(pointer, jobs.get(of), job, dependency);
            }
        }
    }

    private void edge(String pointer, Job of, Job job, Dependency dependency) {
        if (of.always() && !job.always()) {
            problems.add(
                    pointer,
                    Texts.shown(of.id()) + "it runs after everything else (always), so nothing else can wait for it");
        }
        if (dependency.elementwise() && (of.array().isEmpty() || !of.array().equals(job.array()))) {
            problems.add(
                    pointer,
                    Texts.shown(of.id()) + "N_TO_N is between arrays of one size; " + size(of) + ", " + size(job));
        }
    }

    private static String size(Job job) {
        return job.id()
                + (job.array().isEmpty()
                        ? " is no array"
                        : " has " + job.array().getAsInt() + " elements");
    }

    private String suggestion(String id) {
        return ++suggestions > MAX_SUGGESTIONS
                ? ""
                : Nearest.to(id, places.keySet().stream().sorted().toList())
                        .map(near -> "; did you mean " + Texts.quoted(near) + "?")
                        .orElse("");
    }

    /** One cycle, a shortest one, for every set of jobs that wait for one another. */
    private void cycles() {
        for (List<Integer> tangle : tangles()) {
            List<Integer> cycle = shortestCycle(tangle);
            StringBuilder shown = new StringBuilder("cycle: ");
            cycle.forEach(place -> shown.append(jobs.get(place).id()).append(" -> "));
            shown.append(jobs.get(cycle.getFirst()).id());
            int last = cycle.getLast();
            int edge = jobs.get(cycle.getFirst()).dependsOn().stream()
                    .map(Dependency::job)
                    .toList()
                    .indexOf(jobs.get(last).id());
            problems.add("/jobs/" + cycle.getFirst() + "/depends_on/" + edge, shown.toString());
        }
    }

    private List<Integer> shortestCycle(List<Integer> tangle) {
        int start = Collections.min(tangle);
        Set<Integer> inside = new HashSet<>(tangle);
        int[] from = new int[jobs.size()];
        Arrays.fill(from, -1);
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int at = open.removeFirst();
            for (int next : successors.get(at)) {
                if (next == start) {
                    List<Integer> cycle = new ArrayList<>();
                    for (int back = at; back != start; back = from[back]) {
                        cycle.add(back);
                    }
                    cycle.add(start);
                    Collections.reverse(cycle);
                    return cycle;
                }
                if (inside.contains(next) && from[next] < 0) {
                    from[next] = at;
                    open.addLast(next);
                }
            }
        }
        throw new IllegalStateException("no cycle through " + jobs.get(start).id());
    }

    /** Tarjan's strongly connected components of more than one job, without recursion: a chain may be thousands long. */
    private List<List<Integer>> tangles() {
        int size = jobs.size();
        int[] index = new int[size];
        int[] low = new int[size];
        int[] next = new int[size];
        boolean[] onStack = new boolean[size];
        Deque<Integer> stack = new ArrayDeque<>();
        Deque<Integer> path = new ArrayDeque<>();
        List<List<Integer>> tangles = new ArrayList<>();
        int count = 0;
        for (int root = 0; root < size; root++) {
            if (index[root] == 0) {
                path.push(root);
            }
            while (!path.isEmpty()) {
                int at = path.peek();
                if (index[at] == 0) {
                    index[at] = ++count;
                    low[at] = count;
                    stack.push(at);
                    onStack[at] = true;
                }
                if (next[at] < successors.get(at).size()) {
                    int to = successors.get(at).get(next[at]++);
                    if (index[to] == 0) {
                        path.push(to);
                    } else if (onStack[to]) {
                        low[at] = Math.min(low[at], index[to]);
                    }
                    continue;
                }
                path.pop();
                if (!path.isEmpty()) {
                    low[path.peek()] = Math.min(low[path.peek()], low[at]);
                }
                if (low[at] == index[at]) {
                    List<Integer> tangle = new ArrayList<>();
                    int member;
                    do {
                        member = stack.pop();
                        onStack[member] = false;
                        tangle.add(member);
                    } while (member != at);
                    if (tangle.size() > 1) {
                        tangles.add(tangle);
                    }
                }
            }
        }
        tangles.sort((one, other) -> Integer.compare(Collections.min(one), Collections.min(other)));
        return tangles;
    }
}
