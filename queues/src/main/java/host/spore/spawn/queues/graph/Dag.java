package host.spore.spawn.queues.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A directed graph without cycles, of the nodes 0 to size - 1. Everything about it is in a fixed order. */
public final class Dag {
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] order;
    private int edges;

    /**
     * @param from the node that is before
     * @param to the node that is behind
     */
    public record Edge(int from, int to) {}

    /**
     * @param size how many nodes
     * @param edges each once; doubled ones are taken once
     * @throws IllegalArgumentException when there is a cycle: files are checked before
     */
    public Dag(int size, List<Edge> edges) {
        for (int node = 0; node < size; node++) {
            successors.add(new ArrayList<>());
            predecessors.add(new ArrayList<>());
        }
        edges.stream().distinct().forEach(edge -> {
            successors.get(edge.from()).add(edge.to());
            predecessors.get(edge.to()).add(edge.from());
            this.edges++;
        });
        order = sort();
    }

    private int[] sort() {
        int[] waiting = new int[size()];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int node = 0; node < size(); node++) {
            waiting[node] = predecessors.get(node).size();
            if (waiting[node] == 0) {
                ready.addLast(node);
            }
        }
        int[] sorted = new int[size()];
        int count = 0;
        while (!ready.isEmpty()) {
            int node = ready.removeFirst();
            sorted[count++] = node;
            for (int successor : successors.get(node)) {
                if (--waiting[successor] == 0) {
                    ready.addLast(successor);
                }
            }
        }
        if (count < size()) {
            throw new IllegalArgumentException("the graph has a cycle");
        }
        return sorted;
    }

    public int size() {
        return successors.size();
    }

    public int edges() {
        return edges;
    }

    public List<Integer> successors(int node) {
        return List.copyOf(successors.get(node));
    }

    public List<Integer> predecessors(int node) {
        return List.copyOf(predecessors.get(node));
    }

    List<Integer> to(int node) {
        return successors.get(node);
    }

    List<Integer> from(int node) {
        return predecessors.get(node);
    }

    /** All nodes, each behind its predecessors. */
    public int[] order() {
        return order.clone();
    }

    /** For every node, how many others the longest way to it has: 0 for those that wait for nothing. */
    public int[] levels() {
        int[] levels = new int[size()];
        for (int node : order) {
            for (int successor : successors.get(node)) {
                levels[successor] = Math.max(levels[successor], levels[node] + 1);
            }
        }
        return levels;
    }
}
