package host.spore.spawn.cli;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Budget;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Gate;
import host.spore.spawn.queues.compile.Machine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue validate}. */
final class ValidateQueue implements OfflineSubcommand {
    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String summary() {
        return "Check a queue file and say what it will become.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("FILE", "the queue: JSON or YAML"),
                Subcommand.flag("--json", "one line of JSON instead of text"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        return switch (QueueText.look(
                arguments, surroundings, "file is missing: for example spawn queue validate train.yaml")) {
            case QueueText.Bad bad -> QueueText.told(bad, arguments, surroundings);
            case QueueText.Good good -> {
                if (arguments.has("--json")) {
                    surroundings.out().println(json(good));
                } else {
                    lines(good).forEach(surroundings.out()::println);
                    QueueText.noted(good.notes(), surroundings);
                }
                yield Program.ACCEPTED;
            }
        };
    }

    private static List<String> lines(QueueText.Good good) {
        Budget budget = good.compiled().budget();
        List<Machine> machines = good.compiled().machines();
        String longest = Ending.words(new SpawnDuration(budget.longestPath()));
        return List.of(
                good.queue().id() + ": " + counted(budget.jobs(), "job") + ", " + counted(budget.edges(), "edge")
                        + (budget.redundant() == 0 ? "" : " (" + budget.redundant() + " redundant)") + ", depth "
                        + budget.depth() + ", widest " + budget.widest() + ", longest path " + longest
                        + " of time-outs",
                "shape: " + shape(good.compiled()),
                (machines.size() == 1
                                ? "state machine: "
                                : "state machines: " + machines.size() + " ("
                                        + machines.stream().map(Machine::name).collect(Collectors.joining(", "))
                                        + "), ")
                        + counted(budget.states(), "state") + ", " + size(budget.bytes()) + ", at most "
                        + counted((int) budget.events(), "event") + " of 25,000"
                        + (machines.size() == 1 ? "" : " in one of them")
                        + (budget.worstEvents() == budget.events()
                                ? ""
                                : ", " + number(budget.worstEvents()) + " if every try is used"));
    }

    private static String shape(Compiler.Compiled compiled) {
        List<Gate> gates = compiled.gates();
        if (gates.isEmpty()) {
            return "series-parallel";
        }
        Gate first = gates.getFirst();
        String waits = first.target() + " waits for "
                + (first.awaits().size() > 2 ? first.awaits().size() + " others" : String.join(" and ", first.awaits()))
                + " as well";
        return "series-parallel but for " + counted(gates.size(), "gate") + " (" + waits
                + (gates.size() == 1 ? ")" : ", …)");
    }

    private static String counted(int count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(long bytes) {
        return bytes < 1_000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? (bytes + 500) / 1_000 + " KB"
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static JsonObject json(QueueText.Good good) {
        Budget budget = good.compiled().budget();
        return JsonObject.builder()
                .put("valid", true)
                .put("queue_id", good.queue().id())
                .put("jobs", budget.jobs())
                .put("edges", budget.edges())
                .put("redundant_edges", budget.redundant())
                .put("depth", budget.depth())
                .put("widest", budget.widest())
                .put("longest_path_seconds", budget.longestPath().toSeconds())
                .put("gates", good.compiled().gates().size())
                .put("states", budget.states())
                .put("bytes", budget.bytes())
                .put("events", budget.events())
                .put("events_with_every_try", budget.worstEvents())
                .put(
                        "machines",
                        new JsonArray(good.compiled().machines().stream()
                                .<Json>map(machine -> JsonObject.builder()
                                        .put("name", machine.name())
                                        .put("states", machine.states())
                                        .put("bytes", machine.bytes())
                                        .put("events", machine.events())
                                        .put("events_with_every_try", machine.worstEvents())
                                        .build())
                                .toList()))
                .put("notes", QueueText.problems(good.notes()))
                .build();
    }
}
