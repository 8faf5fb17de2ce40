package host.spore.spawn.queues.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The fewest chains along edges that have every node once: a maximum matching of nodes with their successors (Fulkerson).
 * Edges inside a chain cost nothing; every other one is a gate's, so few chains are few gates.
 */
public final class PathCover {
    private PathCover() {}

    /**
     * @param size how many nodes, in topological order
     * @param edges without those that follow from others
     * @return chains of nodes, by their first one
     */
    public static List<List<Integer>> of(int size, List<Dag.Edge> edges) {
        List<List<Integer>> successors = new ArrayList<>();
        for (int node = 0; node < size; node++) {
            successors.add(new ArrayList<>());
        }
        edges.forEach(edge -> successors.get(edge.from()).add(edge.to()));
        successors.forEach(list -> list.sort(null));
        int[] next = new int[size];
        int[] previous = new int[size];
        Arrays.fill(next, -1);
        Arrays.fill(previous, -1);
        for (int node = 0; node < size; node++) {
            augment(node, successors, next, previous);
        }
        List<List<Integer>> chains = new ArrayList<>();
        for (int node = 0; node < size; node++) {
            if (previous[node] < 0) {
                List<Integer> chain = new ArrayList<>();
                for (int at = node; at >= 0; at = next[at]) {
                    chain.add(at);
                }
                chains.add(chain);
            }
        }
        return chains;
    }

    /** Breadth first, without recursion: an alternating way may pass through every node. */
    private static void augment(int start, List<List<Integer>> successors, int[] next, int[] previous) {
        int[] reachedFrom = new int[next.length];
        Arrays.fill(reachedFrom, -1);
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int node = open.removeFirst();
            for (int successor : successors.get(node)) {
                if (reachedFrom[successor] >= 0) {
                    continue;
                }
                reachedFrom[successor] = node;
                if (previous[successor] < 0) {
                    flip(start, successor, reachedFrom, next, previous);
                    return;
                }
                open.addLast(previous[successor]);
            }
        }
    }

    private static void flip(int start, int end, int[] reachedFrom, int[] next, int[] previous) {
        int at = end;
        while (true) {
            int node = reachedFrom[at];
            int freed = next[node];
            next[node] = at;
            previous[at] = node;
            if (node == start) {
                return;
            }
            at = freed;
        }
    }
}
