package host.spore.spawn.queues.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Modular decomposition of an order. Series and parallel modules are found by one pass over the nodes and reduced edges of
 * a set: a set falls apart into parallel modules where no edge connects them, and into series modules wherever all that
 * is maximal before a cut has an edge to all that is minimal behind it. Only where neither is so the relation itself is
 * looked at: partition refinement for the maximal modules without a chosen node, then the one around that node.
 *
 * <p>A set costs its nodes and edges for each level of nesting; a prime module of k parts costs its pairs, in words of 64
 * bits. The algorithms that are linear in the worst case too would gain nothing for the sizes that a machine can have.
 */
public final class Decomposition {
    private final Reachability relation;
    private final Dag reduced;
    private final int[] position;

    /** Which set a node is in, so that a pass knows its own edges from others'. */
    private final int[] set;

    /** A node's place in the list of its set. */
    private final int[] place;

    private int sets;

    private Decomposition(Reachability relation) {
        this.relation = relation;
        this.reduced = relation.reduced();
        this.position = new int[reduced.size()];
        this.set = new int[reduced.size()];
        this.place = new int[reduced.size()];
        int[] order = reduced.order();
        for (int i = 0; i < order.length; i++) {
            position[order[i]] = i;
        }
    }

    /** @param relation of at least one node */
    public static Shape of(Reachability relation) {
        return new Decomposition(relation).shape(relation.reduced().order());
    }

    /** @param nodes a module, in topological order */
    private Shape shape(int[] nodes) {
        if (nodes.length == 1) {
            return new Shape.Leaf(nodes[0]);
        }
        int mine = ++sets;
        for (int i = 0; i < nodes.length; i++) {
            set[nodes[i]] = mine;
            place[nodes[i]] = i;
        }
        List<int[]> parts = components(nodes, mine);
        if (parts.size() > 1) {
            return new Shape.Parallel(shapes(parts));
        }
        parts = cuts(nodes, mine);
        if (parts.size() > 1) {
            return new Shape.Series(shapes(parts));
        }
        parts = maximalModules(nodes);
        List<Dag.Edge> edges = quotient(parts, mine);
        return new Shape.Prime(shapes(parts), edges);
    }

    private List<Shape> shapes(List<int[]> parts) {
        return parts.stream().map(this::shape).toList();
    }

    private List<int[]> components(int[] nodes, int mine) {
        int[] component = new int[nodes.length];
        Arrays.fill(component, -1);
        List<int[]> components = new ArrayList<>();
        int[] open = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            if (component[i] >= 0) {
                continue;
            }
            int count = 0;
            int number = components.size();
            open[count++] = nodes[i];
            component[i] = number;
            for (int at = 0; at < count; at++) {
                for (List<Integer> neighbours : List.of(reduced.to(open[at]), reduced.from(open[at]))) {
                    for (int neighbour : neighbours) {
                        if (set[neighbour] == mine && component[place[neighbour]] < 0) {
                            component[place[neighbour]] = number;
                            open[count++] = neighbour;
                        }
                    }
                }
            }
            components.add(sorted(Arrays.copyOf(open, count)));
        }
        return components;
    }

    /**
     * Where a set may be cut into "all before" and "all behind". At such a cut the edges that cross are exactly those from
     * every maximal node before it to every minimal node behind it; and where as many cross as there are such pairs, it
     * is one.
     */
    private List<int[]> cuts(int[] nodes, int mine) {
        int size = nodes.length;
        // Counts by cut, as differences; cut k has nodes 0 to k - 1 before it.
        int[] maximal = new int[size + 2];
        int[] minimal = new int[size + 2];
        int[] crossing = new int[size + 2];
        int[] firstSuccessor = new int[size];
        int[] lastPredecessor = new int[size];
        Arrays.fill(firstSuccessor, size);
        Arrays.fill(lastPredecessor, -1);
        for (int i = 0; i < size; i++) {
            for (int successor : reduced.to(nodes[i])) {
                if (set[successor] == mine) {
                    int to = place[successor];
                    firstSuccessor[i] = Math.min(firstSuccessor[i], to);
                    lastPredecessor[to] = Math.max(lastPredecessor[to], i);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            maximal[i + 1]++;
            maximal[firstSuccessor[i] + 1]--;
            minimal[lastPredecessor[i] + 1]++;
            minimal[i + 1]--;
            for (int successor : reduced.to(nodes[i])) {
                if (set[successor] == mine) {
                    int from = lastPredecessor[place[successor]] + 1;
                    int until = firstSuccessor[i] + 1;
                    if (from < until) {
                        crossing[from]++;
                        crossing[until]--;
                    }
                }
            }
        }
        List<int[]> parts = new ArrayList<>();
        int start = 0;
        long before = maximal[0];
        long behind = minimal[0];
        long between = crossing[0];
        for (int cut = 1; cut < size; cut++) {
            before += maximal[cut];
            behind += minimal[cut];
            between += crossing[cut];
            if (between == before * behind) {
                parts.add(Arrays.copyOfRange(nodes, start, cut));
                start = cut;
            }
        }
        parts.add(Arrays.copyOfRange(nodes, start, size));
        return parts;
    }

    /** Of a set that is neither series nor parallel: its maximal proper modules, which then share no node. */
    private List<int[]> maximalModules(int[] nodes) {
        List<int[]> classes = withoutFirst(nodes);
        int[] representatives = new int[classes.size() + 1];
        representatives[0] = nodes[0];
        for (int i = 0; i < classes.size(); i++) {
            representatives[i + 1] = classes.get(i)[0];
        }
        BitSet around = aroundFirst(representatives);
        List<int[]> modules = new ArrayList<>();
        List<Integer> first = new ArrayList<>(List.of(nodes[0]));
        for (int i = 0; i < classes.size(); i++) {
            if (around.get(i + 1)) {
                Arrays.stream(classes.get(i)).forEach(first::add);
            } else {
                modules.add(classes.get(i));
            }
        }
        modules.add(sorted(first.stream().mapToInt(Integer::intValue).toArray()));
        modules.sort((one, other) -> Integer.compare(position[one[0]], position[other[0]]));
        return modules;
    }

    /** The maximal modules that do not have the first node: every node splits all classes but its own, until none does. */
    private List<int[]> withoutFirst(int[] nodes) {
        int size = nodes.length;
        int[] classOf = new int[size];
        Arrays.fill(classOf, 1, size, 1);
        int classes = 2;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int pivot = 0; pivot < size; pivot++) {
                int found = split(nodes, classOf, classes, pivot);
                changed |= found > classes;
                classes = found;
            }
        }
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            members.add(new ArrayList<>());
        }
        for (int i = 1; i < size; i++) {
            members.get(classOf[i]).add(nodes[i]);
        }
        return members.stream()
                .filter(list -> !list.isEmpty())
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** @return how many classes there are now */
    private int split(int[] nodes, int[] classOf, int classes, int pivot) {
        // By class: what relation its first member has to the pivot, and the new classes for the two other ones.
        int[][] next = new int[3][classes];
        boolean[] seen = new boolean[classes];
        int[] kept = new int[classes];
        int count = classes;
        BitSet below = relation.below(nodes[pivot]);
        BitSet above = relation.above(nodes[pivot]);
        int own = classOf[pivot];
        for (int i = 1; i < nodes.length; i++) {
            int at = classOf[i];
            if (at == own) {
                continue;
            }
            int side = below.get(nodes[i]) ? 2 : above.get(nodes[i]) ? 1 : 0;
            if (!seen[at]) {
                seen[at] = true;
                kept[at] = side;
            }
            if (side != kept[at]) {
                if (next[side][at] == 0) {
                    next[side][at] = count++;
                }
                classOf[i] = next[side][at];
            }
        }
        return count;
    }

    /** Which classes are in the module around the first node, each by its representative. */
    private BitSet aroundFirst(int[] representatives) {
        BitSet around = new BitSet();
        BitSet outside = new BitSet();
        around.set(0);
        for (int i = 1; i < representatives.length; i++) {
            if (!around.get(i)) {
                BitSet module = smallestModule(representatives, i, outside);
                if (module == null) {
                    outside.set(i);
                } else {
                    around.or(module);
                }
            }
        }
        return around;
    }

    /** The smallest module with the first and another one; null when it is everything, or has one that is outside. */
    private @Nullable BitSet smallestModule(int[] representatives, int with, BitSet outside) {
        BitSet module = new BitSet();
        module.set(0);
        module.set(with);
        int[] open = new int[representatives.length];
        int count = 0;
        open[count++] = with;
        for (int at = 0; at < count; at++) {
            int member = representatives[open[at]];
            for (int other = 1; other < representatives.length; other++) {
                if (!module.get(other)
                        && relation.relation(representatives[other], representatives[0])
                                != relation.relation(representatives[other], member)) {
                    if (outside.get(other)) {
                        return null;
                    }
                    module.set(other);
                    open[count++] = other;
                }
            }
        }
        return module.cardinality() == representatives.length ? null : module;
    }

    private List<Dag.Edge> quotient(List<int[]> parts, int mine) {
        int[] partOf = new int[parts.stream().mapToInt(part -> part.length).sum()];
        for (int i = 0; i < parts.size(); i++) {
            for (int node : parts.get(i)) {
                partOf[place[node]] = i;
            }
        }
        Set<Dag.Edge> edges = new LinkedHashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            for (int node : parts.get(i)) {
                for (int successor : reduced.to(node)) {
                    if (set[successor] == mine && partOf[place[successor]] != i) {
                        edges.add(new Dag.Edge(i, partOf[place[successor]]));
                    }
                }
            }
        }
        return List.copyOf(edges);
    }

    private int[] sorted(int[] nodes) {
        return Arrays.stream(nodes)
                .boxed()
                .sorted((one, other) -> Integer.compare(position[one], position[other]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
