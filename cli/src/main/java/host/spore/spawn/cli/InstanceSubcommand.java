package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
                Subcommand.option("--array", "NAME|ID", "every instance of this array instead"),
                Subcommand.option("--sweep", "NAME|ID", "every instance of this sweep instead"),
                Subcommand.option("--owner", "OWNER", "every instance of this owner instead; asks for --yes"),
                Subcommand.flag("--yes", "that every instance of the owner is meant"));
    }

    static Target target(Arguments arguments, String subcommand) {
        String text = arguments.positional();
        String owner = arguments.optional("--owner", LaunchInstance::checkedOwner);
        String array = arguments.optional("--array", Target::checkedGroup);
        String sweep = arguments.optional("--sweep", Target::checkedGroup);
        refuseTwo(text, owner, array, sweep);
        // Whoever names an array or a sweep means all of it, as whoever names an instance means that.
        if (array != null) {
            return Target.ofArray(array);
        }
        if (sweep != null) {
            return Target.ofSweep(sweep);
        }
        if (owner != null) {
            return ofOwner(owner, arguments.has("--yes"), subcommand);
        }
        String given = Subcommand.given(
                text, "target is missing: the instance's name or id, for example spawn " + subcommand + " my-box");
        return Arguments.checked("target", () -> new Target(given));
    }

    private static void refuseTwo(
            @Nullable String target, @Nullable String owner, @Nullable String array, @Nullable String sweep) {
        List<String> given = Stream.of(
                        Optional.ofNullable(target).map(text -> "target \"" + Printable.of(text) + "\""),
                        Optional.ofNullable(owner).map(text -> "--owner " + text),
                        Optional.ofNullable(array).map(text -> "--array " + text),
                        Optional.ofNullable(sweep).map(text -> "--sweep " + text))
                .flatMap(Optional::stream)
                .toList();
        if (given.size() > 1) {
            throw new Refusal(String.join(" and ", given) + ": give one of them");
        }
    }

    /** One slip of the fingers is not to be enough for the instances of a whole account. */
    private static Target ofOwner(String owner, boolean sure, String subcommand) {
        if (!sure) {
            throw new Refusal("--owner " + owner + ": this would " + subcommand + " every instance of " + owner
                    + " in the region of the bus; nothing was published: say it again with --yes if that is meant");
        }
        return Target.ofOwner(owner);
    }
}
