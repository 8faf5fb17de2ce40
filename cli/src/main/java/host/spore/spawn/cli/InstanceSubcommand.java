package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Target;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need nothing but an instance: {@code spawn terminate}, {@code stop}, {@code hibernate} and {@code start}.
 *
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param type makes the command
 */
record InstanceSubcommand(String name, String summary, BiFunction<Envelope, Target, Command> type)
        implements Subcommand {
    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.positional("TARGET", "the instance's name or id"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        return type.apply(envelope, target(arguments, name));
    }

    static Target target(Arguments arguments, String subcommand) {
        String text = Subcommand.given(
                arguments.positional(),
                "target is missing: the instance's name or id, for example spawn " + subcommand + " my-box");
        return Arguments.checked("target", () -> new Target(text));
    }
}
