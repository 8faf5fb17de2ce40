package host.spore.spawn.queues.graph;

import java.util.List;

/**
 * An order taken apart into modules: sets of nodes that all others see alike. Every order has exactly one such tree
 * (Gallai's, by strong modules).
 */
public sealed interface Shape {
    /** How many nodes are in it. */
    int size();

    /** Its first node in the topological order. */
    int first();

    /** @param node alone */
    record Leaf(int node) implements Shape {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int first() {
            return node;
        }
    }

    /** @param parts all of each before all of the next */
    record Series(List<Shape> parts) implements Shape {
        public Series {
            parts = List.copyOf(parts);
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Shape::size).sum();
        }

        @Override
        public int first() {
            return parts.getFirst().first();
        }
    }

    /** @param parts that have nothing to do with one another */
    record Parallel(List<Shape> parts) implements Shape {
        public Parallel {
            parts = List.copyOf(parts);
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Shape::size).sum();
        }

        @Override
        public int first() {
            return parts.getFirst().first();
        }
    }

    /**
     * What is neither: the N, and everything around one.
     *
     * @param parts in topological order
     * @param edges between parts, by their places, without those that follow from others
     */
    record Prime(List<Shape> parts, List<Dag.Edge> edges) implements Shape {
        public Prime {
            parts = List.copyOf(parts);
            edges = List.copyOf(edges);
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Shape::size).sum();
        }

        @Override
        public int first() {
            return parts.getFirst().first();
        }
    }
}
