import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Called by bench/compile. Parsing alone is the peer: it reads the same bytes with the same machine. */
class Compile {
    private static final int JOBS = 1_000;
    private static final int EDGES = 5_000;
    private static final int LIMIT_MS = 1_000;

    public static void main(String[] args) {
        int runs = Integer.parseInt(args[0]);
        System.out.printf("%d jobs, %d edges, heap of 200 MB, %d runs; load %.1f on %d cores%n", JOBS, EDGES, runs,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), Runtime.getRuntime().availableProcessors());
        System.out.printf("%-10s%13s%13s%13s%13s%9s%8s%10s%10s%8s%n", "ms, cpu ms", "first", "p50", "p95", "parse p50", "x parse", "gates",
                "machines", "text", "events");
        measure("random", runs, edges(new Random(5), JOBS));
        measure("layered", runs, edges(new Random(5), 40));
        System.out.println("to reach: below " + LIMIT_MS + " ms and 200 MB");
    }

    private static void measure(String name, int runs, List<Set<Integer>> predecessors) {
        String text = text(predecessors);
        Took first = took(() -> compile(text));
        Took[] whole = times(runs, () -> compile(text));
        Took[] parse = times(runs, () -> parse(text));
        Compiler.Compiled compiled = compile(text);
        System.out.printf("%-10s%8.0f %4.0f%8.0f %4.0f%8.0f %4.0f%8.1f %4.1f%9.1f%8d%10d%7.1f MB%8d%n", name, first.wall(), first.cpu(),
                whole[runs / 2].wall(), whole[runs / 2].cpu(), whole[runs * 95 / 100].wall(), whole[runs * 95 / 100].cpu(),
                parse[runs / 2].wall(), parse[runs / 2].cpu(), whole[runs / 2].cpu() / parse[runs / 2].cpu(),
                compiled.gates().size(), compiled.machines().size(), compiled.budget().bytes() / 1e6, compiled.budget().events());
    }

    /** In milliseconds: by the clock, and of the processor, which tells more where others work too. */
    private record Took(double wall, double cpu) {}

    private static Took took(Supplier<?> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        work.get();
        return new Took((System.nanoTime() - begin) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
    }

    private static Took[] times(int runs, Supplier<?> work) {
        Took[] times = new Took[runs];
        for (int i = 0; i < runs; i++) {
            times[i] = took(work);
        }
        Arrays.sort(times, Comparator.comparingDouble(Took::cpu));
        return times;
    }

    private static Queue parse(String text) {
        return ((QueueFile.Understood) QueueFile.read(text, "bench.json")).queue();
    }

    private static Compiler.Compiled compile(String text) {
        return (Compiler.Compiled) Compiler.compile(parse(text));
    }

    /** @param reach how far back an edge may go */
    private static List<Set<Integer>> edges(Random random, int reach) {
        List<Set<Integer>> predecessors = IntStream.range(0, JOBS).<Set<Integer>>mapToObj(i -> new TreeSet<>()).toList();
        for (int edges = 0; edges < EDGES; ) {
            int to = 1 + random.nextInt(JOBS - 1);
            edges += predecessors.get(to).add(to - 1 - random.nextInt(Math.min(to, reach))) ? 1 : 0;
        }
        return predecessors;
    }

    private static String text(List<Set<Integer>> predecessors) {
        return IntStream.range(0, JOBS)
                .mapToObj(i -> "{\"job_id\":\"job-" + i + "\",\"command\":\"./run --number " + i
                        + "\",\"timeout\":\"10m\",\"depends_on\":["
                        + predecessors.get(i).stream().map(node -> "\"job-" + node + "\"").collect(Collectors.joining(","))
                        + "]}")
                .collect(Collectors.joining(",", "{\"queue_id\":\"bench\",\"on_failure\":\"continue\",\"jobs\":[", "]}"));
    }
}
