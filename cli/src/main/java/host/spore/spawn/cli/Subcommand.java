package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A word after {@code spawn} that becomes a command on the bus. Specifications are built by hand: picocli's annotations
 * cost 110 ms and more of reflection in a program that is to answer within 350.
 */
interface Subcommand {
    String name();

    /** One line for {@code --help}. */
    String summary();

    /** Its options and positional arguments, beyond those that all have. */
    List<ArgSpec> arguments();

    /** @throws Refusal when a value is not allowed */
    Command command(Arguments arguments, Envelope envelope, Surroundings surroundings);

    default CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name());
        spec.usageMessage().description(summary()).sortOptions(false).abbreviateSynopsis(true);
        arguments().forEach(spec::add);
        spec.addOption(option("--region", "REGION", "refused unless it is the region of the bus"));
        spec.addOption(
                option("--id", "ID", "the id of an earlier try: said again with it, a command does nothing new"));
        spec.addOption(flag("--json", "one line of JSON instead of text"));
        spec.addOption(flag("--dry-run", "print the event and publish nothing"));
        spec.addOption(help());
        return spec;
    }

    static OptionSpec option(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec flag(String name, String... description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build();
    }

    static PositionalParamSpec positional(String label, String... description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    /** @param text what was typed, if anything was */
    static String given(@Nullable String text, String usage) {
        if (text == null) {
            throw new Refusal(usage);
        }
        return text;
    }
}
