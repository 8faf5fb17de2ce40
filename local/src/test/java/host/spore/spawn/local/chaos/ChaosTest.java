package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Commands of all kinds on bad days: 30 % of all calls to AWS throttled, broken, slow or with a lost answer, events and
 * commands doubled, late, disordered and lost, executions killed, agents and timers that never start. Whatever happens,
 * every command has one outcome, every instance one end, none ends early, none outlives its deadline, and nothing is
 * left. {@code bench/chaos N} runs it with more commands than the build does.
 */
class ChaosTest {
    private static final double BAD = 0.3;
    private static final Set<String> PROGRESS =
            Set.of("InstanceLaunched", "LaunchDelayed", "DriftRepaired", "DriftReported", "InstanceObserved");
    /** Some sweeps, of which the weather spoils a part. */
    private static final Duration LATEST_TOLD = Duration.ofMinutes(30);

    private static final Set<String> ENDS = Set.of("InstanceExpired", "InstanceEnded");

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
        List<String> wrong = new ArrayList<>();
        outcomes(world, users, wrong);
        lives(world, wrong);
        leftovers(world, wrong);
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

    private static void outcomes(World world, Users users, List<String> wrong) {
        Map<String, Set<String>> ids = new HashMap<>();
        world.said.stream()
                .filter(said -> !PROGRESS.contains(said.type()) && !ENDS.contains(said.type()))
                .forEach(said -> said.detail()
                        .optionalString("commandId")
                        .ifPresent(command -> ids.computeIfAbsent(command, id -> new HashSet<>())
                                .add(said.type() + " " + said.detail().string("id"))));
        users.commands.keySet().forEach(command -> {
            Set<String> outcomes = ids.getOrDefault(command, Set.of());
            if (outcomes.size() != 1) {
                wrong.add(command + " has " + outcomes.size() + " outcomes: " + outcomes);
            }
        });
        Map<String, Integer> launched = new HashMap<>();
        world.machines
                .all()
                .forEach(machine -> launched.merge(machine.tags.getOrDefault("spawn:command", ""), 1, Integer::sum));
        launched.forEach((command, machines) -> {
            if (machines != 1) {
                wrong.add(command + " launched " + machines + " instances");
            }
        });
    }

    private static void lives(World world, List<String> wrong) {
        Map<String, Instant> acknowledged = new HashMap<>();
        world.said.stream()
                .filter(said -> said.type().equals("DeadlineExtended"))
                .forEach(said -> acknowledged.merge(
                        said.detail().string("instanceId"),
                        Instant.parse(said.detail().string("deadline")),
                        (one, other) -> one.isAfter(other) ? one : other));
        Map<String, Set<JsonObject>> ends = new HashMap<>();
        Map<String, Instant> told = new HashMap<>();
        world.said.stream()
                .filter(said -> ENDS.contains(said.type()))
                .forEach(said -> told.putIfAbsent(said.detail().string("instanceId"), said.at()));
        world.said.stream()
                .filter(said -> ENDS.contains(said.type()))
                .forEach(said -> ends.computeIfAbsent(said.detail().string("instanceId"), id -> new HashSet<>())
                        .add(said.detail()));
        for (Machines.Machine machine : world.machines.all()) {
            Instant ended = machine.endedAt;
            if (ended == null) {
                wrong.add(machine.id + " lives");
                continue;
            }
            Map<String, AttributeValue> row = world.tables.of("spawn-instances").getOrDefault(machine.id, Map.of());
            Instant recorded = Optional.ofNullable(row.get("deadline"))
                    .map(AttributeValue::s)
                    .map(Instant::parse)
                    .orElse(Instant.MIN);
            Instant tagged = Instant.parse(machine.tags.getOrDefault("ttl", ""));
            Instant deadline = tagged.isAfter(recorded) ? tagged : recorded;
            if (ended.isAfter(deadline.plus(Duration.ofMinutes(5)))) {
                wrong.add(machine.id + " outlived " + deadline + " until " + ended);
            }
            Set<JsonObject> said = ends.getOrDefault(machine.id, Set.of());
            if (said.size() != 1) {
                wrong.add(machine.id + " has " + said.size() + " ends: " + said);
                continue;
            }
            Instant toldAt = told.getOrDefault(machine.id, Instant.MAX);
            // With the row its watch's token is lost, so that nobody can wake it before it is due.
            if (toldAt.isAfter(ended.plus(LATEST_TOLD)) && !world.lost.contains(machine.id)) {
                wrong.add(machine.id + " ended at " + ended + ", which was told at " + toldAt);
            }
            JsonObject end = said.iterator().next();
            Instant promised = acknowledged.getOrDefault(machine.id, tagged.isBefore(recorded) ? tagged : recorded);
            boolean early = ended.isBefore(promised);
            Optional<String> cause = end.optionalString("cause");
            if (early && !isAllowed(world, machine, cause)) {
                wrong.add(machine.id + " ended at " + ended + ", before " + promised + ": " + end);
            }
        }
    }

    /** Whoever is said to have ended it before its time has done so. */
    private static boolean isAllowed(World world, Machines.Machine machine, Optional<String> cause) {
        Map<String, AttributeValue> row = world.tables.of("spawn-instances").getOrDefault(machine.id, Map.of());
        return switch (cause.orElse("expired")) {
            case "command", "idle", "finished" -> row.containsKey("terminate_command");
            case "launch" ->
                world.said.stream()
                        .anyMatch(said -> said.type().equals("LaunchFailed")
                                && said.detail()
                                        .optionalString("commandId")
                                        .equals(Optional.ofNullable(machine.tags.get("spawn:command"))));
            case "spot" -> machine.spot;
            case "user" -> machine.reason.equals("Client.UserInitiatedShutdown");
            // EC2 forgets why within the hour.
            case "unknown" -> true;
            // What a user or EC2 ends in the very last seconds is told as an end at the deadline; nobody of ours did
            // it.
            case "expired" -> !row.containsKey("ended_by_keeper");
            default -> false;
        };
    }

    private static void leftovers(World world, List<String> wrong) {
        world.tables.of("spawn-instances").forEach((id, row) -> {
            if (row.containsKey("unclosed") || !row.containsKey("closed_at")) {
                wrong.add("the row of " + id + " is not closed: " + row.keySet());
            }
        });
        world.tables.of("spawn-names").forEach((name, claim) -> wrong.add("the name " + name + " is held: " + claim));
        world.tables.of("spawn-outcomes").forEach((key, outcome) -> {
            if (outcome.containsKey("unpublished")) {
                wrong.add("the outcome of " + key + " was not said");
            }
        });
        world.flows.running().forEach(execution -> wrong.add(execution.machine + " " + execution.name + " still runs"));
        if (world.lettersLeft() > 0) {
            wrong.add(world.lettersLeft() + " commands lie in the queue");
        }
    }
}
