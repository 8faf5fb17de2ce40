package host.spore.spawn.cli;

import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** A word that needs neither bus nor network: it looks at files, and says what it sees. */
interface OfflineSubcommand {
    String name();

    /** One line for {@code --help}. */
    String summary();

    List<ArgSpec> arguments();

    /** @return the exit code */
    int run(Arguments arguments, Surroundings surroundings);

    default CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name());
        spec.usageMessage().description(summary()).sortOptions(false).abbreviateSynopsis(true);
        arguments().forEach(spec::add);
        spec.addOption(Subcommand.help());
        return spec;
    }
}
