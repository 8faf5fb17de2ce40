package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.QueueId;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need nothing but to know which queue: {@code spawn queue cancel} and {@code resume}.
 *
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param type makes the command
 */
record QueueSubcommand(String name, String summary, BiFunction<Envelope, QueueId, Command> type) implements Subcommand {
    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.positional("QUEUE", "the queue's id"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        String given = Subcommand.given(
                arguments.positional(), "queue is missing: its id, for example spawn queue " + name + " train");
        return type.apply(envelope, Arguments.checked("queue", () -> new QueueId(given)));
    }
}
