package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.graph.Dag;
import host.spore.spawn.queues.graph.PathCover;
import host.spore.spawn.queues.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** From a shape to chains: a series is a sequence, parallel modules are branches, a prime one is branches with gates. */
final class Chains {
    private final List<Unit> units;
    private final Consumer<Gate> gates;

    /** @param gates is told of every gate */
    Chains(List<Unit> units, Consumer<Gate> gates) {
        this.units = units;
        this.gates = gates;
    }

    Chain of(Shape shape) {
        return switch (shape) {
            case Shape.Leaf leaf -> one(new Chain.Work(units.get(leaf.node()), label(leaf)));
            case Shape.Series series ->
                new Chain(series.parts().stream()
                        .flatMap(part -> of(part).links().stream())
                        .toList());
            case Shape.Parallel parallel ->
                one(new Chain.Fan(
                        label(parallel), parallel.parts().stream().map(this::of).toList()));
            case Shape.Prime prime -> one(new Chain.Fan(label(prime), covered(prime)));
        };
    }

    private static Chain one(Chain.Step step) {
        return new Chain(List.of(Chain.Link.of(step)));
    }

    private List<Chain> covered(Shape.Prime prime) {
        List<Shape> parts = prime.parts();
        List<List<Integer>> cover = PathCover.of(parts.size(), prime.edges());
        int[] chainPredecessor = new int[parts.size()];
        for (List<Integer> chain : cover) {
            for (int i = 0; i < chain.size(); i++) {
                chainPredecessor[chain.get(i)] = i == 0 ? -1 : chain.get(i - 1);
            }
        }
        List<List<Integer>> awaited = new ArrayList<>();
        boolean[] releases = new boolean[parts.size()];
        parts.forEach(part -> awaited.add(new ArrayList<>()));
        for (Dag.Edge edge : prime.edges()) {
            if (chainPredecessor[edge.to()] != edge.from()) {
                awaited.get(edge.to()).add(edge.from());
                releases[edge.from()] = true;
            }
        }
        List<Chain> branches = new ArrayList<>();
        for (List<Integer> chain : cover) {
            List<Chain.Link> links = new ArrayList<>();
            for (int part : chain) {
                links.addAll(of(parts.get(part))
                        .between(
                                gate(parts, part, awaited.get(part)),
                                releases[part] ? Optional.of(label(parts.get(part))) : Optional.empty())
                        .links());
            }
            branches.add(new Chain(links));
        }
        return branches;
    }

    private Optional<Gate> gate(List<Shape> parts, int target, List<Integer> awaited) {
        if (awaited.isEmpty()) {
            return Optional.empty();
        }
        List<Shape> shapes = awaited.stream().sorted().map(parts::get).toList();
        Gate gate = new Gate(
                label(parts.get(target)),
                shapes.stream().map(this::label).toList(),
                shapes.stream()
                        .flatMap(shape -> nodes(shape).stream())
                        .flatMap(node -> units.get(node).jobs().stream())
                        .map(Job::id)
                        .toList());
        gates.accept(gate);
        return Optional.of(gate);
    }

    /** A job's id, or the first one's and how many more: no two modules have the same first job and size. */
    private String label(Shape shape) {
        int jobs = nodes(shape).stream()
                .mapToInt(node -> units.get(node).jobs().size())
                .sum();
        String first = units.get(shape.first()).first().id();
        return jobs == 1 ? first : first + " +" + (jobs - 1);
    }

    private static List<Integer> nodes(Shape shape) {
        List<Integer> nodes = new ArrayList<>();
        collect(shape, nodes);
        return nodes;
    }

    private static void collect(Shape shape, List<Integer> nodes) {
        switch (shape) {
            case Shape.Leaf leaf -> nodes.add(leaf.node());
            case Shape.Series series -> series.parts().forEach(part -> collect(part, nodes));
            case Shape.Parallel parallel -> parallel.parts().forEach(part -> collect(part, nodes));
            case Shape.Prime prime -> prime.parts().forEach(part -> collect(part, nodes));
        }
    }
}
