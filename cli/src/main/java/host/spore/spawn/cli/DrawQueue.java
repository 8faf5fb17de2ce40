package host.spore.spawn.cli;

import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Machine;
import host.spore.spawn.queues.draw.Drawing;
import host.spore.spawn.queues.file.IndentedJson;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue graph}. */
final class DrawQueue implements OfflineSubcommand {
    private static final List<String> FORMATS = List.of("mermaid", "dot", "svg", "asl");

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String summary() {
        return "Draw a queue's graph, or print the state machine that it becomes.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("FILE", "the queue: JSON or YAML"),
                Subcommand.option("--format", "FORMAT", "mermaid (if none is given), dot, svg or asl"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        String format = Objects.requireNonNullElse(arguments.text("--format"), "mermaid");
        if (!FORMATS.contains(format)) {
            throw new Refusal("--format \"" + Printable.of(format) + "\": mermaid, dot, svg or asl"
                    + Nearest.to(format, FORMATS)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(""));
        }
        return switch (QueueText.look(
                arguments, surroundings, "file is missing: for example spawn queue graph train.yaml")) {
            case QueueText.Bad bad -> QueueText.told(bad, arguments, surroundings);
            case QueueText.Good good -> {
                Drawing drawing =
                        new Drawing(good.queue().jobs(), good.compiled().graph());
                surroundings
                        .out()
                        .print(
                                switch (format) {
                                    case "mermaid" -> drawing.mermaid();
                                    case "dot" -> drawing.dot();
                                    case "svg" -> drawing.svg();
                                    default -> asl(good.compiled().machines());
                                });
                surroundings.out().flush();
                yield Program.ACCEPTED;
            }
        };
    }

    /** The definition itself if there is one, else all of them by name. */
    private static String asl(List<Machine> machines) {
        if (machines.size() == 1) {
            return IndentedJson.of(JsonObject.parse(machines.getFirst().text())) + "\n";
        }
        JsonObject.Builder all = JsonObject.builder();
        machines.forEach(machine -> all.put(machine.name(), JsonObject.parse(machine.text())));
        return IndentedJson.of(all.build()) + "\n";
    }
}
