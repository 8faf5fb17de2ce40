package host.spore.spawn.queues.run;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.queues.file.Backoff;
import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.Hooks;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.Retry;
import host.spore.spawn.queues.file.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Queues of every kind of graph, and what becomes of their jobs. */
final class RandomQueue {
    /** The kinds, each with what it tends to become. */
    enum Kind {
        SPARSE,
        DENSE,
        SERIES_PARALLEL,
        FENCE,
        LAYERED
    }

    private record Pair(int from, int to) {}

    private final Random random;

    RandomQueue(Random random) {
        this.random = random;
    }

    Queue queue(Kind kind, int size, OnFailure onFailure) {
        List<Pair> edges = edges(kind, size);
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(i);
        }
        // The order of a file says nothing.
        Collections.shuffle(names, random);
        OptionalInt[] arrays = new OptionalInt[size];
        for (int node = 0; node < size; node++) {
            arrays[node] = OptionalInt.empty();
            if (random.nextInt(12) == 0) {
                arrays[node] = OptionalInt.of(random.nextInt(40) == 0 ? 45 : 1 + random.nextInt(4));
            }
        }
        Map<Integer, List<Dependency>> dependencies = new HashMap<>();
        for (Pair edge : edges) {
            if (random.nextInt(3) == 0 && arrays[edge.from()].isPresent()) {
                arrays[edge.to()] = arrays[edge.from()];
            }
        }
        for (Pair edge : edges) {
            boolean elementwise = arrays[edge.from()].isPresent()
                    && arrays[edge.from()].equals(arrays[edge.to()])
                    && random.nextInt(3) > 0;
            dependencies
                    .computeIfAbsent(edge.to(), node -> new ArrayList<>())
                    .add(new Dependency("j" + names.get(edge.from()), elementwise));
        }
        List<Job> jobs = new ArrayList<>();
        for (int node = 0; node < size; node++) {
            jobs.add(job("j" + names.get(node), dependencies.getOrDefault(node, List.of()), arrays[node], false));
        }
        Collections.shuffle(jobs, random);
        if (random.nextInt(5) == 0) {
            jobs.add(job("tidy", List.of(new Dependency(jobs.getFirst().id(), false)), OptionalInt.empty(), true));
            jobs.add(job("notify", List.of(), OptionalInt.empty(), true));
            jobs.add(job("last", List.of(new Dependency("tidy", false)), OptionalInt.empty(), true));
        }
        return new Queue(
                "q",
                "q",
                jobs,
                new SpawnDuration(Duration.ofDays(300)),
                onFailure,
                Optional.empty(),
                Optional.empty(),
                Workers.DEFAULT,
                Hooks.NONE);
    }

    private Job job(String id, List<Dependency> dependencies, OptionalInt array, boolean always) {
        return new Job(
                id,
                "true",
                new SpawnDuration(Duration.ofHours(1)),
                Map.of(),
                dependencies,
                List.of(),
                random.nextInt(3) == 0 ? Optional.of(retry()) : Optional.empty(),
                array,
                always,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Hooks.NONE);
    }

    private Retry retry() {
        return new Retry(
                1 + random.nextInt(4),
                random.nextBoolean() ? Backoff.FIXED : Backoff.EXPONENTIAL,
                new SpawnDuration(Duration.ofSeconds(1 + random.nextInt(20))),
                new SpawnDuration(Duration.ofSeconds(1 + random.nextInt(60))),
                random.nextInt(3) == 0 ? List.of(1, 2) : List.of(),
                random.nextInt(3) == 0 ? List.of(2) : List.of());
    }

    /** @param failures out of a hundred tries */
    Map<String, Script> scripts(Queue queue, int failures) {
        Elements elements = Elements.of(queue);
        Map<String, Script> scripts = new HashMap<>();
        for (Job job : queue.jobs()) {
            for (Element element : elements.of(job.id())) {
                List<Script.Try> tries = new ArrayList<>();
                while (random.nextInt(100) < failures && tries.size() < 25) {
                    tries.add(new Script.Try(
                            millis(),
                            switch (random.nextInt(5)) {
                                case 0 -> "Job.Exit.1";
                                case 1 -> "Job.Exit.2";
                                case 2 -> "Job.Exit.137";
                                case 3 -> "Job.TimedOut";
                                default -> "Worker.Lost";
                            }));
                }
                scripts.put(element.key(), new Script(tries, millis()));
            }
        }
        return scripts;
    }

    /** Long and odd, so that no two ends meet by chance. */
    private long millis() {
        return 1L + random.nextInt(1_000_000_000);
    }

    private List<Pair> edges(Kind kind, int size) {
        List<Pair> edges = new ArrayList<>();
        switch (kind) {
            case SPARSE -> chance(size, 1.5 / size, edges);
            case DENSE -> chance(size, 0.5, edges);
            case SERIES_PARALLEL -> seriesParallel(0, size, random.nextBoolean(), edges);
            case FENCE -> fence(size, edges);
            case LAYERED -> layered(size, edges);
        }
        return edges;
    }

    private void chance(int size, double chance, List<Pair> edges) {
        for (int to = 0; to < size; to++) {
            for (int from = 0; from < to; from++) {
                if (random.nextDouble() < chance) {
                    edges.add(new Pair(from, to));
                }
            }
        }
    }

    private void seriesParallel(int from, int to, boolean series, List<Pair> edges) {
        if (to - from < 2) {
            return;
        }
        int cut = from + 1 + random.nextInt(to - from - 1);
        seriesParallel(from, cut, !series || random.nextBoolean(), edges);
        seriesParallel(cut, to, !series || random.nextBoolean(), edges);
        if (series) {
            for (int before = from; before < cut; before++) {
                for (int behind = cut; behind < to; behind++) {
                    edges.add(new Pair(before, behind));
                }
            }
        }
    }

    /** N after N, some with a chain in place of a node. */
    private void fence(int size, List<Pair> edges) {
        int lower = size / 2;
        for (int i = 0; i < lower; i++) {
            edges.add(new Pair(i, lower + i));
            if (i > 0 && random.nextInt(5) > 0) {
                edges.add(new Pair(i, lower + i - 1));
            }
        }
        for (int i = lower; i + 1 < size; i++) {
            if (random.nextInt(4) == 0) {
                edges.add(new Pair(i, i + 1));
            }
        }
    }

    private void layered(int size, List<Pair> edges) {
        int from = 0;
        int before = 0;
        while (from < size) {
            int width = Math.min(size - from, 1 + random.nextInt(6));
            for (int node = from; node < from + width; node++) {
                for (int other = before; other < from; other++) {
                    if (random.nextInt(2) == 0) {
                        edges.add(new Pair(other, node));
                    }
                }
            }
            before = from;
            from += width;
        }
    }
}
