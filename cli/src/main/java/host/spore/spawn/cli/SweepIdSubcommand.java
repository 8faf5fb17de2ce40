package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.SweepId;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need nothing but to know which sweep: {@code spawn sweep cancel} and {@code resume}.
 *
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param type makes the command
 */
record SweepIdSubcommand(String name, String summary, BiFunction<Envelope, SweepId, Command> type)
        implements Subcommand {
    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.positional("SWEEP", "the sweep's id"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        String given = Subcommand.given(
                arguments.positional(),
                "sweep is missing: its id, for example spawn sweep " + name + " lr-20261126-3f2a1b");
        return type.apply(envelope, Arguments.checked("sweep", () -> new SweepId(given)));
    }
}
