package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need little more than to know which queue or which sweep: {@code spawn queue cancel} and {@code resume},
 * {@code spawn sweep cancel} and {@code resume}.
 *
 * @param <I> its id
 * @param of what
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param more options than every command has
 * @param maker of the command
 */
record RunSubcommand<I>(Of<I> of, String name, String summary, List<ArgSpec> more, Maker<I> maker)
        implements Subcommand {
    /**
     * What has runs.
     *
     * @param word for it
     * @param id reads one
     * @param example of one
     */
    record Of<I>(String word, Function<String, I> id, String example) {}

    /** From what was typed. */
    interface Maker<I> {
        Command make(Envelope envelope, I id, Arguments arguments, Surroundings surroundings);
    }

    @Override
    public List<ArgSpec> arguments() {
        List<ArgSpec> arguments = new ArrayList<>();
        arguments.add(Subcommand.positional(of.word().toUpperCase(Locale.ROOT), "the " + of.word() + "'s id"));
        arguments.addAll(more);
        return arguments;
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        String given = Subcommand.given(
                arguments.positional(),
                of.word() + " is missing: its id, for example spawn " + of.word() + " " + name + " " + of.example());
        return maker.make(envelope, Arguments.checked(of.word(), () -> of.id().apply(given)), arguments, surroundings);
    }
}
