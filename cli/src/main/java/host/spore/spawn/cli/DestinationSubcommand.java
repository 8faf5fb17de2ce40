package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Envelope;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need nothing but to know which destination: {@code spawn alerts remove-destination} and
 * {@code test-destination}.
 *
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param type makes the command
 */
record DestinationSubcommand(String name, String summary, BiFunction<Envelope, DestinationId, Command> type)
        implements Subcommand {
    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.positional("DESTINATION", "as it was named, or as add-destination said"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        String given = Subcommand.given(
                arguments.positional(),
                "destination is missing: its name, for example spawn alerts " + name + " oncall");
        return type.apply(envelope, Arguments.checked("destination", () -> new DestinationId(given)));
    }
}
