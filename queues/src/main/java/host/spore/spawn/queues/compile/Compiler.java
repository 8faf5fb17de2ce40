package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.graph.Dag;
import host.spore.spawn.queues.graph.Decomposition;
import host.spore.spawn.queues.graph.Reachability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a queue to its machines. Pure: the same queue is always the same text. */
public final class Compiler {
    private final Queue queue;
    private final Limits limits;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private int parts;

    private Compiler(Queue queue, Limits limits) {
        this.queue = queue;
        this.limits = limits;
        List<Job> jobs = queue.jobs();
        for (int i = 0; i < jobs.size(); i++) {
            places.put(jobs.get(i).id(), i);
            comments.put(jobs.get(i).id(), "Job " + (i + 1) + ".");
        }
    }

    /** What became of a queue. */
    public sealed interface Result {}

    /**
     * @param machines {@code main} first; the one of the jobs that run always is {@code always}, a part {@code part-N}
     * @param gates whose items must be there before a run
     * @param graph of the jobs, by their places in the file, without redundant edges
     * @param budget of it all
     * @param notes on what is kept in another way than written
     */
    public record Compiled(List<Machine> machines, List<Gate> gates, Dag graph, Budget budget, List<Problem> notes)
            implements Result {
        public Compiled {
            machines = List.copyOf(machines);
            gates = List.copyOf(gates);
            notes = List.copyOf(notes);
        }

        /** The one that a run starts with; none when every job runs always. */
        public Optional<Machine> machine(String name) {
            return machines.stream()
                    .filter(machine -> machine.name().equals(name))
                    .findFirst();
        }
    }

    /** @param problems with the sums that are over the budget */
    public record Refused(List<Problem> problems) implements Result {}

    public static Result compile(Queue queue) {
        return compile(queue, Limits.USUAL);
    }

    /** As {@link #compile(Queue)}, with other limits. */
    public static Result compile(Queue queue, Limits limits) {
        return new Compiler(queue, limits).compile();
    }

    private Result compile() {
        long elements =
                queue.jobs().stream().mapToLong(job -> job.array().orElse(1)).sum();
        if (elements > limits.elements()) {
            return new Refused(List.of(new Problem(
                    "/jobs",
                    elements + " jobs and elements of arrays; at most " + limits.elements()
                            + ": use fewer that do more each")));
        }
        try {
            List<Job> main = queue.jobs().stream().filter(job -> !job.always()).toList();
            List<Job> always = queue.jobs().stream().filter(Job::always).toList();
            machines("main", main, queue.onFailure() == OnFailure.STOP ? Policy.STOP : Policy.CONTINUE);
            machines("always", always, Policy.PROCEED);
        } catch (Fitter.Oversize oversize) {
            return new Refused(List.of(tooLarge(oversize)));
        }
        List<Problem> problems = overBudget();
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        Units jobs = Units.of(single(queue.jobs()), places);
        Dag graph = new Reachability(jobs.dag()).reduced();
        return new Compiled(machines, gates, graph, budget(jobs, graph), notes);
    }

    private void machines(String name, List<Job> jobs, Policy policy) {
        if (jobs.isEmpty()) {
            return;
        }
        Units units = Units.of(jobs, places);
        notes.addAll(units.notes());
        Chain chain = new Chains(units.units(), gates::add).of(Decomposition.of(new Reachability(units.dag())));
        Emitter emitter = new Emitter(policy, queue.globalTimeout().value().toSeconds(), comments);
        String comment = policy == Policy.PROCEED
                ? "The jobs of queue " + queue.id() + " that run whatever happened."
                : "The jobs of queue " + queue.id() + ".";
        Machine whole = emitter.machine(name, comment, chain, true);
        // Nearly always: only what is too large is weighed piece by piece.
        if (limits.allow(whole)) {
            machines.add(whole);
            return;
        }
        List<Chain> partChains = new ArrayList<>();
        Chain fitting = new Fitter(emitter, limits, partChains, parts).fit(chain);
        machines.add(emitter.machine(name, comment, fitting, true));
        for (Chain part : partChains) {
            parts++;
            machines.add(emitter.machine(
                    "part-" + parts, "A part of queue " + queue.id() + ", too large for one machine.", part, false));
        }
    }

    /** Every job a node, arrays that follow one another element by element too. */
    private static List<Job> single(List<Job> jobs) {
        return jobs.stream()
                .map(job -> new Job(
                        job.id(),
                        job.command(),
                        job.timeout(),
                        job.env(),
                        job.dependsOn().stream()
                                .map(dependency -> new Dependency(dependency.job(), false))
                                .toList(),
                        job.resultPaths(),
                        job.retry(),
                        job.array(),
                        job.always(),
                        job.cpus(),
                        job.memoryMb(),
                        job.hooks()))
                .toList();
    }

    private Problem tooLarge(Fitter.Oversize oversize) {
        String sum = oversize.weight.events() + " events predicted (" + oversize.weight.worstEvents()
                + " with every try used) and " + oversize.weight.bytes() + " bytes";
        String limit =
                "one machine may have " + limits.events() + " (" + limits.worstEvents() + ") and " + limits.bytes();
        return switch (oversize.step) {
            case Chain.Work work ->
                new Problem(
                        "/jobs/" + places.get(work.unit().first().id())
                                + (work.unit().isArray() ? "/array" : ""),
                        work.unit().first().id() + " alone has " + sum + "; " + limit
                                + (work.unit().isArray()
                                        ? ": use fewer elements that do more each, or fewer tries"
                                        : ": use fewer tries"));
            case Chain.Element element ->
                new Problem("/jobs/" + places.get(element.job().id()), "it alone has " + sum + "; " + limit);
            case Chain.Fan fan ->
                new Problem("/jobs", "what begins with " + fan.label() + " has " + sum + "; " + limit);
            case Chain.Part part -> new Problem("/jobs", part.label() + " has " + sum + "; " + limit);
        };
    }

    private List<Problem> overBudget() {
        List<Problem> problems = new ArrayList<>();
        if (machines.size() > limits.machines()) {
            problems.add(new Problem(
                    "/jobs",
                    machines.size() + " state machines; at most " + limits.machines()
                            + ": use fewer jobs, or make alike ones an array"));
        }
        for (Machine machine : machines) {
            if (!limits.allow(machine)) {
                problems.add(new Problem(
                        "/jobs",
                        machine.name() + ": " + machine.events() + " events predicted of " + limits.events() + ", "
                                + machine.worstEvents() + " with every try used of " + limits.worstEvents() + ", "
                                + machine.bytes() + " bytes of " + limits.bytes()
                                + ": use fewer jobs or tries, or make alike ones an array"));
            }
        }
        return problems;
    }

    private Budget budget(Units jobs, Dag graph) {
        int[] levels = graph.levels();
        int[] width = new int[graph.size() + 1];
        Duration[] path = new Duration[graph.size()];
        Duration longest = Duration.ZERO;
        int depth = 0;
        int widest = 0;
        for (int node : graph.order()) {
            Duration before = Duration.ZERO;
            for (int predecessor : graph.predecessors(node)) {
                before = path[predecessor].compareTo(before) > 0 ? path[predecessor] : before;
            }
            path[node] = before.plus(queue.jobs().get(node).timeout().value());
            longest = path[node].compareTo(longest) > 0 ? path[node] : longest;
            depth = Math.max(depth, levels[node] + 1);
            widest = Math.max(
                    widest,
                    width[levels[node]] += queue.jobs().get(node).array().orElse(1));
        }
        return new Budget(
                graph.size(),
                jobs.edges(),
                jobs.edges() - graph.edges(),
                depth,
                widest,
                longest,
                machines.stream().mapToInt(Machine::states).sum(),
                machines.stream().mapToLong(Machine::bytes).sum(),
                machines.stream().mapToLong(Machine::events).max().orElse(0),
                machines.stream().mapToLong(Machine::worstEvents).max().orElse(0));
    }
}
