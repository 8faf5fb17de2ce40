package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which job waits for which.
 *
 * @param nodes in the order of the file
 */
record Graph(List<Node> nodes) {
    Graph {
        nodes = List.copyOf(nodes);
    }

    /**
     * A job.
     *
     * @param id of it
     * @param array how many elements it has; empty: it is no array
     * @param always whether it runs when all others have ended, whatever they came to
     * @param after the jobs before it
     */
    record Node(String id, OptionalInt array, boolean always, List<String> after) {
        Node {
            after = List.copyOf(after);
        }

        String label() {
            return array.isPresent() ? id + " x" + array.getAsInt() : id;
        }
    }

    /** Of a run's {@code plan.json}. */
    static Graph read(JsonObject plan) {
        return new Graph(plan.objects("jobs").stream().map(Graph::node).toList());
    }

    private static Node node(JsonObject job) {
        return new Node(
                job.string("id"),
                job.optionalInteger("array")
                        .map(size -> OptionalInt.of(Math.toIntExact(size)))
                        .orElse(OptionalInt.empty()),
                job.bool("always", false),
                job.objects("after").stream().map(edge -> edge.string("job")).toList());
    }

    /** The same in columns: each job behind all that it waits for, and what runs always behind everything. */
    List<List<Node>> columns() {
        Map<String, Integer> levels = new LinkedHashMap<>();
        nodes.stream().filter(node -> !node.always()).forEach(node -> level(node, levels, 0));
        int last = levels.values().stream().mapToInt(level -> level).max().orElse(-1);
        nodes.stream().filter(Node::always).forEach(node -> level(node, levels, last + 1));
        List<List<Node>> columns = new ArrayList<>();
        for (Node node : nodes) {
            int level = levels.getOrDefault(node.id(), 0);
            while (columns.size() <= level) {
                columns.add(new ArrayList<>());
            }
            columns.get(level).add(node);
        }
        return columns;
    }

    /** The compiler has refused cycles; a plan that had one all the same would end here by the bound on its depth. */
    private int level(Node node, Map<String, Integer> levels, int least) {
        Integer known = levels.get(node.id());
        if (known != null) {
            return known;
        }
        levels.put(node.id(), least);
        int level = least;
        for (String before : node.after()) {
            for (Node other : nodes) {
                if (other.id().equals(before)) {
                    level = Math.max(level, level(other, levels, least) + 1);
                }
            }
        }
        levels.put(node.id(), level);
        return level;
    }
}
