package host.spore.spawn.queues.run;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Limits;
import host.spore.spawn.queues.compile.Machine;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.OnFailure;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.statemachines.FlowLint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random queues, compiled and run in memory, against what the simulator says that they must do. */
class CompiledQueueTest {
    private static final List<RandomQueue.Kind> KINDS = List.of(RandomQueue.Kind.values());
    private static final int QUEUES = Integer.getInteger("spawn.queues", 10_000);

    private final Expression expressions = new Expression();
    private final Map<World.AtGate, Integer> seen = new EnumMap<>(World.AtGate.class);

    /** One run. */
    private record Run(
            Queue queue,
            Compiler.Compiled compiled,
            World world,
            @Nullable String error,
            long alwaysFrom,
            Map<String, Long> histories) {}

    private static int size(Random random, int number) {
        return number % 100 == 0
                ? 60 + random.nextInt(141)
                : number % 10 == 0 ? 15 + random.nextInt(36) : 1 + random.nextInt(14);
    }

    @Test
    void everyQueueDoesWhatItsGraphSaysAndAsSoonAsItMay() {
        int parts = 0;
        for (int number = 0; number < QUEUES; number++) {
            Random random = new Random(number);
            RandomQueue.Kind kind = KINDS.get(number % KINDS.size());
            OnFailure onFailure = random.nextInt(3) == 0 ? OnFailure.STOP : OnFailure.CONTINUE;
            RandomQueue queues = new RandomQueue(random);
            Queue queue = queues.queue(kind, size(random, number), onFailure);
            Map<String, Script> scripts = queues.scripts(queue, random.nextInt(3) * 12);
            // Half of them with calls that take their time, so that gates are raced in every order.
            Random weather = random.nextBoolean() ? random : null;
            Limits limits = random.nextInt(4) == 0 ? new Limits(12_000, 400, 900, 2, 10_000, 20_000) : Limits.USUAL;
            Run run = run(queue, limits, scripts, weather);
            parts += run.compiled().machines().stream()
                                    .filter(machine -> machine.name().startsWith("part"))
                                    .count()
                            > 0
                    ? 1
                    : 0;
            List<String> wrong = wrong(run, scripts, weather != null);
            assertThat(wrong)
                    .as("queue %d: %s, %d jobs", number, kind, queue.jobs().size())
                    .isEmpty();
        }
        assertThat(seen.keySet()).containsExactly(World.AtGate.values());
        assertThat(parts).isGreaterThan(QUEUES / 100);
    }

    private Run run(Queue queue, Limits limits, Map<String, Script> scripts, @Nullable Random weather) {
        Compiler.Compiled compiled = compiled(queue, limits);
        Time time = new Time();
        World world = new World(time, queue, compiled.gates(), scripts, weather);
        Map<String, JsonObject> definitions = new HashMap<>();
        for (Machine machine : compiled.machines()) {
            String arn = machine.name().startsWith("part-")
                    ? "Part" + machine.name().substring(5) + "MachineArn"
                    : machine.name();
            definitions.put(arn, JsonObject.parse(machine.text()));
        }
        Interpreter interpreter = new Interpreter(time, world, definitions, expressions);
        List<@Nullable String> errors = new ArrayList<>();
        long[] alwaysFrom = {-1};
        Interpreter.Ended end = (error, output) -> errors.add(error);
        interpreter.start("main", "main", Map.of("run", "run-1"), new Life(null), (error, output) -> {
            end.as(error, output);
            alwaysFrom[0] = time.now();
            if (definitions.containsKey("always")) {
                interpreter.start("always", "always", Map.of("run", "run-1"), new Life(null), end);
            }
        });
        time.run();
        assertThat(errors).as("every execution ends").hasSize(definitions.containsKey("always") ? 2 : 1);
        world.seen.forEach((what, times) -> seen.merge(what, times, Integer::sum));
        return new Run(queue, compiled, world, errors.getFirst(), alwaysFrom[0], interpreter.histories());
    }

    /** An array that small limits do not allow is compiled with the usual ones. */
    private static Compiler.Compiled compiled(Queue queue, Limits limits) {
        return switch (Compiler.compile(queue, limits)) {
            case Compiler.Compiled compiled -> compiled;
            case Compiler.Refused refused -> {
                assertThat(refused.problems())
                        .allMatch(problem -> problem.pointer().endsWith("/array"));
                assertThat(limits).isNotEqualTo(Limits.USUAL);
                yield compiled(queue, Limits.USUAL);
            }
        };
    }

    /** All that is not as it must be. */
    private static List<String> wrong(Run run, Map<String, Script> scripts, boolean weather) {
        World world = run.world();
        List<String> wrong = new ArrayList<>(world.wrong);
        Map<String, Simulator.Fate> fates = Simulator.fates(run.queue(), scripts, false, 0);
        boolean fails = fates.values().stream().anyMatch(fate -> !fate.well());
        if (run.queue().onFailure() == OnFailure.CONTINUE) {
            fates.forEach((key, fate) -> check(key, fate, world, weather, wrong));
            expect(wrong, "the end", run.error(), fails ? "Queue.JobsFailed" : null);
        } else if (!fails) {
            fates.forEach((key, fate) -> check(key, fate, world, weather, wrong));
            expect(wrong, "the end", run.error(), null);
        } else if (!weather) {
            stopped(run, fates, wrong);
        }
        Map<String, Simulator.Fate> always = Simulator.fates(run.queue(), scripts, true, run.alwaysFrom());
        always.forEach((key, fate) -> check(key, fate, world, weather, wrong));
        if (!fails
                && !weather
                && scripts.values().stream().allMatch(script -> script.tries().isEmpty())) {
            events(run, wrong);
        }
        return wrong;
    }

    private static void check(String key, Simulator.Fate fate, World world, boolean weather, List<String> wrong) {
        switch (fate) {
            case Simulator.Ran expected -> {
                Simulator.Ran ran = world.ran.get(key);
                if (ran == null) {
                    wrong.add(key + " did not run");
                } else if (weather) {
                    expect(wrong, key, ran.error(), expected.error());
                } else {
                    expect(wrong, key, ran, expected);
                }
                if (world.skipped.containsKey(key)) {
                    wrong.add(key + " ran and is noted as skipped");
                }
            }
            case Simulator.Skipped skipped -> {
                if (world.started.containsKey(key)) {
                    wrong.add(key + " should have been skipped");
                }
                if (!world.skipped.containsKey(key)) {
                    wrong.add(key + " was skipped, and nobody noted why");
                }
            }
        }
    }

    /** The first failure ends everything: what had ended then has its outcome, what had not has none. */
    private static void stopped(Run run, Map<String, Simulator.Fate> fates, List<String> wrong) {
        long end = fates.values().stream()
                .mapToLong(fate -> fate instanceof Simulator.Ran ran && !ran.well() ? ran.endMillis() : Long.MAX_VALUE)
                .min()
                .orElseThrow();
        Map<String, Simulator.Ran> expected = new TreeMap<>();
        fates.forEach((key, fate) -> {
            if (fate instanceof Simulator.Ran ran && ran.endMillis() <= end) {
                expected.put(key, ran);
            }
        });
        Map<String, Simulator.Ran> ran = new TreeMap<>(run.world().ran);
        run.queue().jobs().stream().filter(Job::always).forEach(job -> ran.remove(job.id()));
        expect(wrong, "what ran", ran, expected);
        expect(wrong, "the end of it", run.alwaysFrom(), end);
        String error = String.valueOf(run.error());
        if (!error.equals("Queue.Stopped") && !error.equals("StepFunctions.ExecutionAlreadyExistsException")) {
            wrong.add("ended with " + error);
        }
    }

    private static void events(Run run, List<String> wrong) {
        Map<String, Machine> machines = run.compiled().machines().stream()
                .collect(Collectors.toMap(Machine::name, machine -> machine, (one, other) -> one, LinkedHashMap::new));
        run.histories().forEach((name, events) -> {
            String last = name.substring(name.lastIndexOf('-') + 1);
            Machine machine = machines.get(name.contains("-") ? "part-" + last : name);
            if (machine == null || machine.events() < events) {
                wrong.add(name + " has " + events + " events, predicted " + machine);
            }
        });
    }

    private static void expect(List<String> wrong, String what, @Nullable Object is, @Nullable Object expected) {
        if (!Objects.equals(is, expected)) {
            wrong.add(what + ": " + is + ", and not " + expected);
        }
    }

    @Test
    void everyTextPassesTheLint() {
        for (int number = 0; number < 500; number++) {
            Random random = new Random(number);
            RandomQueue.Kind kind = KINDS.get(number % KINDS.size());
            Queue queue = new RandomQueue(random)
                    .queue(kind, 1 + random.nextInt(30), number % 2 == 0 ? OnFailure.STOP : OnFailure.CONTINUE);
            Limits limits = number % 4 == 0 ? new Limits(12_000, 400, 900, 2, 10_000, 20_000) : Limits.USUAL;
            Compiler.Compiled compiled = compiled(queue, limits);
            compiled.machines()
                    .forEach(machine -> assertThat(FlowLint.check(machine.text()))
                            .as("%s of queue %s", machine.name(), queue)
                            .isEmpty());
        }
    }

    /** No item, no way on: a gate that nobody made must not be taken for one that is open. */
    @Test
    void aGateWithoutItsItemEndsTheQueue() {
        // Given: an N whose gate is forgotten
        Random random = new Random(3);
        RandomQueue queues = new RandomQueue(random);
        Queue queue = queues.queue(RandomQueue.Kind.FENCE, 8, OnFailure.CONTINUE);
        Compiler.Compiled compiled = compiled(queue, Limits.USUAL);
        String target = compiled.gates().getFirst().target();
        Time time = new Time();
        World world = new World(time, queue, compiled.gates(), queues.scripts(queue, 0), null);
        world.forget(target);

        // When
        List<@Nullable String> errors = new ArrayList<>();
        JsonObject main = JsonObject.parse(compiled.machines().getFirst().text());
        new Interpreter(time, world, Map.of("main", main), expressions)
                .start("main", "main", Map.of("run", "run-1"), new Life(null), (error, output) -> errors.add(error));
        time.run();

        // Then
        assertThat(errors).containsExactly("Gate.NotOpened");
        assertThat(world.started).doesNotContainKey(target);
    }
}
