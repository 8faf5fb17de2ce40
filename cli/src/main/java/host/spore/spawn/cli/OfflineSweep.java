package host.spore.spawn.cli;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code spawn sweep validate} and {@code expand} share: a file and what is said beside it, and no cloud. */
final class OfflineSweep {
    private OfflineSweep() {}

    static List<ArgSpec> arguments(String json) {
        List<ArgSpec> arguments = new ArrayList<>(List.of(
                Subcommand.positional("FILE", "the rows: JSON, YAML or CSV"),
                Subcommand.option("--name", "NAME", "of the sweep; default: the file's"),
                Subcommand.flag("--json", json)));
        arguments.addAll(LaunchOptions.specs());
        return arguments;
    }

    static SweepText.Looked look(Arguments arguments, Surroundings surroundings) {
        var now = surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        // Its id ends in what nobody knows before it is submitted.
        return SweepText.look(
                SweepText.file(arguments, surroundings),
                arguments,
                Envelope.first(Ids.hash("not submitted"), now),
                surroundings);
    }

    static int told(SweepText.Bad bad, Arguments arguments, Surroundings surroundings) {
        return QueueText.told(new QueueText.Bad(bad.problems()), arguments, surroundings);
    }
}
