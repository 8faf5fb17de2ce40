package host.spore.spawn.queues.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Which nodes are before which: a bit for every pair, so an edge costs a word's work for 64 nodes. */
public final class Reachability {
    private final BitSet[] below;
    private final BitSet[] above;
    private final Dag reduced;

    /** @param dag whose redundant edges do no harm */
    public Reachability(Dag dag) {
        below = new BitSet[dag.size()];
        above = new BitSet[dag.size()];
        int[] order = dag.order();
        int[] position = new int[dag.size()];
        for (int i = 0; i < order.length; i++) {
            position[order[i]] = i;
        }
        List<Dag.Edge> kept = new ArrayList<>();
        for (int i = order.length - 1; i >= 0; i--) {
            int node = order[i];
            BitSet reached = new BitSet(dag.size());
            // The nearest first: what a nearer successor reaches needs no edge of its own.
            List<Integer> successors = new ArrayList<>(dag.to(node));
            successors.sort(Comparator.comparingInt(successor -> position[successor]));
            for (int successor : successors) {
                if (!reached.get(successor)) {
                    kept.add(new Dag.Edge(node, successor));
                    reached.set(successor);
                    reached.or(below[successor]);
                }
            }
            below[node] = reached;
        }
        kept.sort(Comparator.comparingInt(Dag.Edge::from).thenComparingInt(Dag.Edge::to));
        reduced = new Dag(dag.size(), kept);
        for (int node : reduced.order()) {
            above[node] = new BitSet(dag.size());
            for (int predecessor : reduced.from(node)) {
                above[node].set(predecessor);
                above[node].or(above[predecessor]);
            }
        }
    }

    /** The same order with the fewest edges: none that follows from others. */
    public Dag reduced() {
        return reduced;
    }

    public boolean isBefore(int node, int other) {
        return below[node].get(other);
    }

    /** All that come after a node. */
    public List<Integer> after(int node) {
        return below[node].stream().boxed().toList();
    }

    BitSet below(int node) {
        return below[node];
    }

    BitSet above(int node) {
        return above[node];
    }

    /** -1, 1 or 0: after it, before it, neither. Two nodes of a module are alike in this to all nodes outside. */
    int relation(int node, int to) {
        return below[to].get(node) ? -1 : above[to].get(node) ? 1 : 0;
    }
}
