package host.spore.spawn.queues.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** What runs, jobs and the elements of arrays; and what waits for what, straight from the file. */
public final class Elements {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> dependants = new HashMap<>();

    /**
     * As much of a job as this needs.
     *
     * @param job its id
     * @param array how many elements, if it is an array
     * @param always whether it runs after everything else, whatever happened
     * @param dependsOn what it waits for, as written
     */
    public record Node(String job, OptionalInt array, boolean always, List<Dependency> dependsOn) {
        public Node {
            dependsOn = List.copyOf(dependsOn);
        }

        public static Node of(Job job) {
            return new Node(job.id(), job.array(), job.always(), job.dependsOn());
        }
    }

    /** @param jobs whose dependencies are all among them, without a cycle */
    public Elements(List<Node> jobs) {
        jobs.forEach(node -> nodes.put(node.job(), node));
        jobs.forEach(node -> dependencies(node.job())
                .forEach(dependency -> dependants
                        .computeIfAbsent(dependency.job(), id -> new ArrayList<>())
                        .add(node.job())));
    }

    public static Elements of(Queue queue) {
        return new Elements(queue.jobs().stream().map(Node::of).toList());
    }

    /** In the order of the file. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** @throws NullPointerException with the id, when there is no such job */
    public Node node(String job) {
        return Objects.requireNonNull(nodes.get(job), job);
    }

    public boolean has(String job) {
        return nodes.containsKey(job);
    }

    /** All that run of one job. */
    public List<Element> of(String job) {
        OptionalInt array = node(job).array();
        return array.isEmpty()
                ? List.of(Element.of(job))
                : IntStream.range(0, array.getAsInt())
                        .mapToObj(index -> Element.of(job, index))
                        .toList();
    }

    /** Of the same phase: what runs always waits for nothing else by its own edges, but for everything. */
    public List<Dependency> dependencies(String job) {
        Node node = node(job);
        Set<String> seen = new LinkedHashSet<>();
        return node.dependsOn().stream()
                .filter(dependency -> node(dependency.job()).always() == node.always())
                .filter(dependency -> seen.add(dependency.job()))
                .toList();
    }

    /** Whether elements wait for elements: where nothing else waits in between. */
    public boolean isElementwise(String job, Dependency dependency) {
        return dependency.elementwise()
                && dependencies(job).size() == 1
                && dependants.getOrDefault(dependency.job(), List.of()).size() == 1;
    }

    /** What an element waits for. */
    public List<Element> awaited(Element element) {
        List<Element> awaited = new ArrayList<>();
        for (Dependency dependency : dependencies(element.job())) {
            if (isElementwise(element.job(), dependency)) {
                awaited.add(new Element(dependency.job(), element.index()));
            } else {
                awaited.addAll(of(dependency.job()));
            }
        }
        return awaited;
    }

    /** The jobs that wait for this one, each once. */
    public List<String> dependants(String job) {
        return List.copyOf(dependants.getOrDefault(job, List.of()));
    }

    /** All that cannot run once this element has failed. */
    public Set<Element> after(Element failed) {
        Set<Element> after = new LinkedHashSet<>();
        String at = failed.job();
        Optional<String> next = follower(at);
        while (next.isPresent()) {
            at = next.get();
            after.add(new Element(at, failed.index()));
            next = follower(at);
        }
        Deque<String> whole = new ArrayDeque<>(List.of(at));
        while (!whole.isEmpty()) {
            for (String dependant : dependants(whole.removeFirst())) {
                if (after.addAll(of(dependant))) {
                    whole.add(dependant);
                }
            }
        }
        return after;
    }

    /** The job that follows this one element by element. */
    private Optional<String> follower(String job) {
        return dependants(job).stream()
                .filter(dependant ->
                        isElementwise(dependant, dependencies(dependant).getFirst()))
                .findFirst();
    }
}
