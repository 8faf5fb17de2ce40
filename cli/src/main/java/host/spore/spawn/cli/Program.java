package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Unpublished;
import host.spore.spawn.cli.credentials.NoCredentials;
import host.spore.spawn.events.HibernateInstance;
import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.StartInstance;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.TerminateInstance;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** From arguments to an exit code; every error is one line on stderr. */
final class Program {
    static final int ACCEPTED = 0;
    static final int FAILED = 1;
    static final int MISUSE = 2;

    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new LaunchSubcommand(),
            new ExtendSubcommand(),
            new InstanceSubcommand("terminate", "End an instance now.", TerminateInstance::new),
            new InstanceSubcommand("stop", "Stop an instance; its deadline stays.", StopInstance::new),
            new InstanceSubcommand(
                    "hibernate",
                    "Stop an instance with its memory kept (launch --hibernation); its deadline stays.",
                    HibernateInstance::new),
            new InstanceSubcommand("start", "Start a stopped instance; its deadline stays.", StartInstance::new),
            new PutSubcommand());
    private static final String VERSION = "version";

    private final Surroundings surroundings;

    Program(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(String... args) {
        try {
            return dispatch(args);
        } catch (Refusal refusal) {
            return fail(MISUSE, message(refusal));
        } catch (BadQueue bad) {
            return bad.told(surroundings);
        } catch (NoCredentials | Unpublished failure) {
            return fail(FAILED, message(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return fail(FAILED, "interrupted; nothing is known to have been published");
        } catch (RuntimeException bug) {
            // A bug of ours is told in one line like any failure, and in full to whoever asks.
            if (surroundings.environment().containsKey("SPAWN_DEBUG")) {
                bug.printStackTrace(surroundings.err());
            }
            return fail(FAILED, "this should not have happened: " + bug + "; SPAWN_DEBUG=1 shows where");
        }
    }

    private int dispatch(String... args) throws NoCredentials, Unpublished, InterruptedException {
        // "spawn help launch" is what people type where "spawn launch --help" is what there is.
        if (args.length > 0 && args[0].equals("help")) {
            return dispatch(args.length == 1 ? new String[] {"--help"} : withHelp(args));
        }
        CommandLine line = commandLine(args);
        ParseResult parsed = parse(line, args);
        ParseResult chosen = parsed;
        while (chosen.hasSubcommand()) {
            chosen = chosen.subcommand();
        }
        if (chosen.isUsageHelpRequested()) {
            chosen.commandSpec().commandLine().usage(surroundings.out(), Ansi.OFF);
            return ACCEPTED;
        }
        if (parsed.isVersionHelpRequested() || chosen.commandSpec().name().equals(VERSION)) {
            surroundings.out().println(version());
            return ACCEPTED;
        }
        if (chosen.commandSpec().userObject() instanceof Subcommand subcommand) {
            return new Publication(surroundings).run(subcommand, new Arguments(chosen));
        }
        if (chosen.commandSpec().userObject() instanceof OfflineSubcommand subcommand) {
            return subcommand.run(new Arguments(chosen), surroundings);
        }
        CommandSpec group = chosen.commandSpec();
        throw new Refusal(
                "say what to do: " + String.join(", ", group.subcommands().keySet()) + "; " + group.qualifiedName(" ")
                        + " --help shows more");
    }

    private static String[] withHelp(String... args) {
        String[] asked = Arrays.copyOfRange(args, 1, args.length + 1);
        asked[args.length - 1] = "--help";
        return asked;
    }

    /** With all that can be given. */
    CommandLine whole() {
        return commandLine();
    }

    /** Only the chosen subcommand is built: each costs its share of the time that a command may take. */
    private CommandLine commandLine(String... args) {
        CommandSpec root = CommandSpec.wrapWithoutInspection(new Object()).name("spawn");
        root.usageMessage()
                .description("EC2 instances that always end: each command becomes one event on the bus.")
                .footer(
                        "",
                        "Settings: SPAWN_BUS (BusArn) and SPAWN_DOMAIN, both outputs of cdk deploy,",
                        "or bus = … and domain = … in ~/.config/spawn/config.",
                        "Exit codes: 0 published (or nothing was to be), 1 failed, 2 misuse and nothing was published.");
        root.addOption(Subcommand.help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("show the version")
                .build());
        if (args.length > 0 && args[0].equals(QueueCommands.NAME)) {
            root.addSubcommand(QueueCommands.NAME, QueueCommands.spec());
            return settled(root);
        }
        if (args.length > 0 && args[0].equals(SweepCommands.NAME)) {
            root.addSubcommand(
                    SweepCommands.NAME, SweepCommands.spec(List.of(args).subList(1, args.length)));
            return settled(root);
        }
        if (args.length > 0 && args[0].equals(AlertCommands.NAME)) {
            root.addSubcommand(AlertCommands.NAME, AlertCommands.spec());
            return settled(root);
        }
        boolean known = args.length > 0
                && SUBCOMMANDS.stream().anyMatch(subcommand -> subcommand.name().equals(args[0]));
        SUBCOMMANDS.stream()
                .filter(subcommand -> !known || subcommand.name().equals(args[0]))
                .forEach(subcommand -> root.addSubcommand(subcommand.name(), subcommand.spec()));
        if (!known) {
            root.addSubcommand(QueueCommands.NAME, QueueCommands.spec());
            root.addSubcommand(SweepCommands.NAME, SweepCommands.spec(List.of()));
            root.addSubcommand(AlertCommands.NAME, AlertCommands.spec());
            CommandSpec version =
                    CommandSpec.wrapWithoutInspection(new Object()).name(VERSION);
            version.usageMessage().description("Show the version.");
            version.addOption(Subcommand.help());
            root.addSubcommand(VERSION, version);
        }
        return settled(root);
    }

    private CommandLine settled(CommandSpec root) {
        return new CommandLine(root)
                // The value of --user-data begins with an at-sign: picocli would put the file's words in its place.
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(surroundings.out())
                .setErr(surroundings.err());
    }

    private static ParseResult parse(CommandLine line, String... args) {
        try {
            return line.parseArgs(args);
        } catch (UnmatchedArgumentException unknown) {
            throw new Refusal(unknown(unknown));
        } catch (MissingParameterException missing) {
            List<ArgSpec> of = missing.getMissing();
            throw new Refusal(
                    of.isEmpty() || !(of.getFirst() instanceof OptionSpec option)
                            ? message(missing)
                            : option.longestName() + " needs a value: " + String.join(" ", option.description()));
        } catch (OverwrittenOptionException twice) {
            throw new Refusal(
                    (twice.getOverwritten() instanceof OptionSpec option ? option.longestName() : "an argument")
                            + " was given twice: give it once");
        } catch (ParameterException other) {
            throw new Refusal(message(other));
        }
    }

    private static String unknown(UnmatchedArgumentException unknown) {
        String first = unknown.getUnmatched().getFirst();
        CommandSpec spec = unknown.getCommandLine().getCommandSpec();
        String help = "; " + spec.qualifiedName(" ") + " --help shows what there is";
        if (first.startsWith("-")) {
            String name = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            return "unknown option " + name
                    + Nearest.to(name, names(spec)).map(Program::didYouMean).orElse(help);
        }
        return spec.subcommands().isEmpty()
                ? "unexpected argument \"" + Printable.of(first) + "\"" + help
                : "unknown command \"" + Printable.of(first) + "\""
                        + Nearest.to(first, spec.subcommands().keySet())
                                .map(Program::didYouMean)
                                .orElse(help);
    }

    private static List<String> names(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
    }

    private static String didYouMean(String nearest) {
        return ": did you mean " + nearest + "?";
    }

    private static String message(Exception exception) {
        return Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    }

    /** The one place that writes an error, so the one place where what came from outside loses its control characters. */
    private int fail(int code, String message) {
        surroundings.err().println("spawn: " + Printable.of(message, 2_000));
        return code;
    }

    private static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return "spawn " + (version == null ? "(not packaged)" : version) + " on Java " + Runtime.version();
    }
}
