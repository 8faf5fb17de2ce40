package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands of all kinds on bad days: 30 % of all calls to AWS throttled, broken, slow or with a lost answer, events and
 * commands doubled, late, disordered and lost, executions killed, agents and timers that never start. Whatever happens,
 * every command has one outcome, every instance one end, none ends early, none outlives its deadline, and nothing is
 * left. {@code bench/chaos N} runs it with more commands than the build does.
 */
class ChaosTest {
    private static final double BAD = 0.3;

    static List<Long> seeds() {
        String given = System.getProperty("spawn.chaos.seed", "1,2,3");
        return java.util.Arrays.stream(given.split(",")).map(Long::parseLong).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCommandHasOneOutcomeAndNothingOutlivesItsDeadline(long seed) {
        // Given
        int number = Integer.getInteger("spawn.chaos.commands", 120);
        World world = new World(seed, BAD);
        Users users = new Users(world);
        Duration pace = Duration.ofSeconds(2);
        Instant start = world.time.instant();
        for (int i = 0; i < number; i++) {
            int command = i;
            world.time.after(pace.multipliedBy(i), () -> users.publish(command));
            if (i % 20 == 19) {
                world.time.after(pace.multipliedBy(i), () -> harm(world));
            }
        }

        // When
        Instant lastCommand = start.plus(pace.multipliedBy(number));
        world.time.runUntil(lastCommand.plus(Duration.ofMinutes(60)));
        world.weather.clear();
        world.time.runUntil(lastCommand.plus(Duration.ofHours(4)));

        // Then
        List<String> wrong = new ArrayList<>(world.verdict(users.commands.keySet()));
        remembered(world, wrong);
        wrong.addAll(Bills.verdict(world));
        System.out.println("chaos: seed " + seed + ", " + number + " commands, "
                + world.machines.all().size() + " instances, " + world.said.size() + " events said; met "
                + world.weather.met().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum() + " faults, " + world.counts);
        assertThat(wrong).as("seed " + seed).isEmpty();
    }

    /** Somebody stops an execution by hand, or loses a row, or a bug of somebody else's does. */
    private static void harm(World world) {
        List<Flows.Execution> running = world.flows.running();
        List<Flows.Execution> launches = running.stream()
                .filter(execution -> execution.machine.equals("spawn-launch"))
                .toList();
        List<Flows.Execution> others = running.stream()
                .filter(execution -> !execution.machine.equals("spawn-intake"))
                .toList();
        Set<String> launching =
                launches.stream().map(execution -> execution.name).collect(Collectors.toUnmodifiableSet());
        List<String> rows = world.tables.of("spawn-instances").values().stream()
                .filter(row -> row.containsKey("unclosed") && row.containsKey("command_id"))
                .filter(row -> !launching.contains(
                        Objects.requireNonNull(row.get("command_id")).s()))
                .map(row -> Objects.requireNonNull(row.get("instance_id")).s())
                .toList();
        // Launches are short, and would otherwise be hit next to never.
        List<Flows.Execution> hit = launches.isEmpty() || world.random.nextInt(4) == 0 ? others : launches;
        if (!rows.isEmpty() && world.random.nextInt(4) == 0) {
            world.counts.merge("rows lost", 1, Integer::sum);
            String row = rows.get(world.random.nextInt(rows.size()));
            world.tables.of("spawn-instances").remove(row);
            world.lost.add(row);
        } else if (!hit.isEmpty()) {
            world.counts.merge("executions killed", 1, Integer::sum);
            hit.get(world.random.nextInt(hit.size())).abort();
        }
    }

    /** An attempt counts at most once, whatever is repeated; what the weather kept from being counted is not. */
    private static void remembered(World world, List<String> wrong) {
        Map<String, Integer> launched = new HashMap<>();
        world.machines.all().forEach(machine -> launched.merge(machine.type, 1, Integer::sum));
        Map<String, Double> counted = new HashMap<>();
        world.tables.of("spawn-availability-stats").forEach((offer, item) -> {
            double successes = Double.parseDouble(
                    Objects.requireNonNull(item.get("successes")).n());
            counted.merge(offer.substring(0, offer.indexOf('#')), successes, Double::sum);
        });
        if (counted.values().stream().allMatch(successes -> successes == 0)) {
            wrong.add("no success is remembered");
        }
        counted.forEach((type, successes) -> {
            if (successes > launched.getOrDefault(type, 0)) {
                wrong.add(type + " was to be had " + successes + " times, and of it there were " + launched.get(type));
            }
        });
    }
}
