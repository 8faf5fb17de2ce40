package host.spore.spawn.queues.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the definitions, by brute force: small enough to look at every set of nodes. */
class DecompositionTest {
    private static final int GRAPHS = 4_000;

    private static Dag random(Random random) {
        int size = 1 + random.nextInt(8);
        double chance = random.nextDouble();
        List<Dag.Edge> edges = new ArrayList<>();
        for (int to = 0; to < size; to++) {
            for (int from = 0; from < to; from++) {
                if (random.nextDouble() < chance) {
                    edges.add(new Dag.Edge(from, to));
                }
            }
        }
        return new Dag(size, edges);
    }

    @Test
    void everyPartIsAModuleAndNoPrimeHasAnyBetween() {
        int primes = 0;
        for (int number = 0; number < GRAPHS; number++) {
            // Given
            Reachability order = new Reachability(random(new Random(number)));

            // When
            Shape shape = Decomposition.of(order);

            // Then
            assertThat(nodes(shape).stream().sorted().toList())
                    .isEqualTo(
                            IntStream.range(0, order.reduced().size()).boxed().toList());
            primes += check(shape, order, number);
        }
        assertThat(primes).isGreaterThan(GRAPHS / 20);
    }

    private static int check(Shape shape, Reachability order, int number) {
        assertThat(isModule(set(shape), order))
                .as("graph %d: %s", number, shape)
                .isTrue();
        List<Shape> parts = switch (shape) {
            case Shape.Leaf leaf -> List.of();
            case Shape.Series series -> {
                assertThat(series.parts()).noneMatch(Shape.Series.class::isInstance);
                between(series.parts(), order, (from, to) -> from < to ? -1 : 1);
                yield series.parts();
            }
            case Shape.Parallel parallel -> {
                assertThat(parallel.parts()).noneMatch(Shape.Parallel.class::isInstance);
                between(parallel.parts(), order, (from, to) -> 0);
                yield parallel.parts();
            }
            case Shape.Prime prime -> {
                assertThat(prime.parts()).hasSizeGreaterThan(3);
                noModuleBetween(prime, order, number);
                quotient(prime, order);
                yield prime.parts();
            }
        };
        int primes = shape instanceof Shape.Prime ? 1 : 0;
        for (Shape part : parts) {
            primes += check(part, order, number);
        }
        return primes;
    }

    private interface Expected {
        int relation(int from, int to);
    }

    private static void between(List<Shape> parts, Reachability order, Expected expected) {
        assertThat(parts).hasSizeGreaterThan(1);
        for (int from = 0; from < parts.size(); from++) {
            for (int to = 0; to < parts.size(); to++) {
                if (from != to) {
                    assertThat(relation(parts, order, from, to)).isEqualTo(expected.relation(from, to));
                }
            }
        }
    }

    private static int relation(List<Shape> parts, Reachability order, int from, int to) {
        int first = parts.get(from).first();
        int other = parts.get(to).first();
        return order.isBefore(first, other) ? -1 : order.isBefore(other, first) ? 1 : 0;
    }

    /** No union of some parts but not all of them is a module. */
    private static void noModuleBetween(Shape.Prime prime, Reachability order, int number) {
        int size = prime.parts().size();
        for (int some = 1; some < 1 << size; some++) {
            if (Integer.bitCount(some) > 1 && Integer.bitCount(some) < size) {
                BitSet union = new BitSet();
                for (int part = 0; part < size; part++) {
                    if ((some >> part & 1) == 1) {
                        union.or(set(prime.parts().get(part)));
                    }
                }
                BitSet all = set(prime);
                assertThat(isModule(union, order, all))
                        .as("graph %d: %s in %s", number, union, prime)
                        .isFalse();
            }
        }
    }

    /** Its edges say the same as the order, and none follows from others. */
    private static void quotient(Shape.Prime prime, Reachability order) {
        Reachability quotient = new Reachability(new Dag(prime.parts().size(), prime.edges()));
        assertThat(quotient.reduced().edges()).isEqualTo(prime.edges().size());
        for (int from = 0; from < prime.parts().size(); from++) {
            for (int to = 0; to < prime.parts().size(); to++) {
                assertThat(quotient.isBefore(from, to))
                        .isEqualTo(order.isBefore(
                                prime.parts().get(from).first(),
                                prime.parts().get(to).first()));
                if (quotient.isBefore(from, to)) {
                    assertThat(from).isLessThan(to);
                }
            }
        }
    }

    private static boolean isModule(BitSet nodes, Reachability order) {
        BitSet all = new BitSet();
        all.set(0, order.reduced().size());
        return isModule(nodes, order, all);
    }

    private static boolean isModule(BitSet nodes, Reachability order, BitSet within) {
        return within.stream()
                .filter(outside -> !nodes.get(outside))
                .allMatch(outside -> nodes.stream()
                                .map(inside -> order.relation(outside, inside))
                                .distinct()
                                .count()
                        == 1);
    }

    private static BitSet set(Shape shape) {
        BitSet set = new BitSet();
        nodes(shape).forEach(set::set);
        return set;
    }

    private static List<Integer> nodes(Shape shape) {
        return switch (shape) {
            case Shape.Leaf leaf -> List.of(leaf.node());
            case Shape.Series series -> all(series.parts());
            case Shape.Parallel parallel -> all(parallel.parts());
            case Shape.Prime prime -> all(prime.parts());
        };
    }

    private static List<Integer> all(List<Shape> parts) {
        return parts.stream().flatMap(part -> nodes(part).stream()).toList();
    }

    @Test
    void reductionKeepsTheOrderAndNothingThatFollows() {
        for (int number = 0; number < GRAPHS; number++) {
            Dag dag = random(new Random(number));
            Reachability order = new Reachability(dag);
            Dag reduced = order.reduced();
            for (int from = 0; from < dag.size(); from++) {
                for (int to : dag.successors(from)) {
                    boolean follows = dag.successors(from).stream().anyMatch(over -> order.isBefore(over, to));
                    assertThat(reduced.successors(from).contains(to)).isEqualTo(!follows);
                }
                assertThat(dag.successors(from)).containsAll(reduced.successors(from));
            }
        }
    }

    @Test
    void aCoverHasEveryNodeOnceAlongEdgesAndNoFewerChainsArePossible() {
        for (int number = 0; number < GRAPHS; number++) {
            // Given
            Dag dag = new Reachability(random(new Random(number))).reduced();
            List<Dag.Edge> edges = new ArrayList<>();
            for (int from = 0; from < dag.size(); from++) {
                for (int to : dag.successors(from)) {
                    edges.add(new Dag.Edge(from, to));
                }
            }

            // When
            List<List<Integer>> cover = PathCover.of(dag.size(), edges);

            // Then
            assertThat(cover.stream().flatMap(List::stream).sorted().toList())
                    .isEqualTo(IntStream.range(0, dag.size()).boxed().toList());
            cover.forEach(chain -> {
                for (int i = 1; i < chain.size(); i++) {
                    assertThat(edges).contains(new Dag.Edge(chain.get(i - 1), chain.get(i)));
                }
            });
            assertThat(cover).hasSize(dag.size() - most(edges, 0, new BitSet(), new BitSet()));
        }
    }

    /** The size of a largest matching, by trying all of them. */
    private static int most(List<Dag.Edge> edges, int at, BitSet left, BitSet right) {
        if (at == edges.size()) {
            return left.cardinality();
        }
        int without = most(edges, at + 1, left, right);
        Dag.Edge edge = edges.get(at);
        if (left.get(edge.from()) || right.get(edge.to())) {
            return without;
        }
        left.set(edge.from());
        right.set(edge.to());
        int with = most(edges, at + 1, left, right);
        left.clear(edge.from());
        right.clear(edge.to());
        return Math.max(with, without);
    }
}
