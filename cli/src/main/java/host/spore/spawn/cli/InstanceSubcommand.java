package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Target;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The commands that need nothing but to know which instances: {@code spawn terminate}, {@code stop}, {@code hibernate} and {@code start}.
 *
 * @param name of the subcommand
 * @param summary see {@link Subcommand#summary()}
 * @param type makes the command
 */
record InstanceSubcommand(String name, String summary, BiFunction<Envelope, Target, Command> type)
        implements Subcommand {
    @Override
    public List<ArgSpec> arguments() {
        return targets();
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        return type.apply(envelope, target(arguments, name));
    }

    /** How to say which instances are meant. */
    static List<ArgSpec> targets() {
        return List.of(
                Subcommand.positional("TARGET", "the instance's name or id"),
                Subcommand.option("--owner", "OWNER", "every instance of this owner instead; asks for --yes"),
                Subcommand.flag("--yes", "that every instance of the owner is meant"));
    }

    static Target target(Arguments arguments, String subcommand) {
        String text = arguments.positional();
        String owner = arguments.optional("--owner", LaunchInstance::checkedOwner);
        if (owner != null) {
            return ofOwner(owner, text, arguments.has("--yes"), subcommand);
        }
        String given = Subcommand.given(
                text, "target is missing: the instance's name or id, for example spawn " + subcommand + " my-box");
        return Arguments.checked("target", () -> new Target(given));
    }

    /** One slip of the fingers is not to be enough for many instances. */
    private static Target ofOwner(String owner, @Nullable String target, boolean sure, String subcommand) {
        if (target != null) {
            throw new Refusal("target \"" + Printable.of(target) + "\" and --owner " + owner + ": give one of them");
        }
        if (!sure) {
            throw new Refusal("--owner " + owner + ": this would " + subcommand + " every instance of " + owner
                    + " in the region of the bus; nothing was published: say it again with --yes if that is meant");
        }
        return Target.ofOwner(owner);
    }
}
